/** Passes that deliver what was dropped. */
import type { Drop } from "../../../../lib/scenario/model.js";
import { eachRound } from "../subject.js";
import type { Pass } from "./pass.js";

/** All drops of a round, then halves, quarters and so on, then single ones. */
export const removeDrops: Pass = {
  name: "remove drops",
  candidates: (subject) =>
    eachRound(subject, (round) =>
      chunks(round.drops).map((gone) => ({
        ...round,
        drops: round.drops.filter((drop) => !gone.includes(drop)),
      })),
    ),
};

function chunks(drops: readonly Drop[]): readonly (readonly Drop[])[] {
  const found: (readonly Drop[])[] = [];
  for (let size = drops.length; size > 0; size = Math.floor(size / 2)) {
    for (let from = 0; from < drops.length; from += size) {
      found.push(drops.slice(from, from + size));
    }
  }
  return found;
}
