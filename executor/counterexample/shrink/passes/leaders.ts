/** The pass that lets the simplest replica lead. */
import { eachRound, simplestLeader } from "../subject.js";
import type { Pass } from "./pass.js";

/** The simplest leader, then the others in the roster's order. */
export const simplerLeader: Pass = {
  name: "choose a simpler leader",
  candidates: (subject) => {
    const { roster } = subject;
    const simplest = simplestLeader(roster);
    const leaders = new Set([...(simplest === undefined ? [] : [simplest]), ...roster.replicas]);
    return eachRound(subject, (round) =>
      [...leaders].flatMap((leader) => (leader === round.leader ? [] : { ...round, leader })),
    );
  },
};
