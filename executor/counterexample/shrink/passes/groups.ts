/** Passes that let more nodes talk to one another. */
import type { NodeId } from "../../../../lib/protocol/ids.js";
import { eachRound, inOrder, nodesOf } from "../subject.js";
import type { Pass } from "./pass.js";

export const healRound: Pass = {
  name: "heal a round",
  candidates: (subject) =>
    eachRound(subject, (round) =>
      round.partition.length < 2 ? [] : [{ ...round, partition: [nodesOf(subject)] }],
    ),
};

export const mergeGroups: Pass = {
  name: "merge two groups",
  candidates: (subject) =>
    eachRound(subject, (round) =>
      merged(round.partition).map((groups) => ({
        ...round,
        partition: inOrder(groups, nodesOf(subject)),
      })),
    ),
};

/** Every way to merge two of the groups. */
const merged = (groups: readonly (readonly NodeId[])[]): readonly (readonly NodeId[])[][] =>
  groups.flatMap((group, index) =>
    groups.slice(0, index).map((other) => {
      const rest = groups.filter((each) => each !== group && each !== other);
      return [[...other, ...group], ...rest];
    }),
  );
