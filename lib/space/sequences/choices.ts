/** The choices that may follow in a sequence, and the number of continuations of each. */
import type { SequenceCounts } from "./sequence-counts.js";
import type { Interval } from "./interval.js";
import type { Used } from "./used.js";

/** The possible configurations of a round after a prefix. */
export interface Choices<Next> {
  /** In the order of their numbers. */
  readonly items: readonly Interval[];
  /** The possible configurations of the next round after an item. */
  after(item: number): Next;
  /** The number of sequences of n rounds whose first is of a kind in a set. */
  ways(rounds: number, set: number, used: Used): bigint;
}

/** The same for every round. */
export interface SameChoices extends Choices<SameChoices> {
  readonly items: readonly Interval[];
}

export function sameChoices(
  items: readonly Interval[],
  sequenceCounts: SequenceCounts,
): SameChoices {
  const choices: SameChoices = {
    items,
    after: () => choices,
    ways: (rounds, set, used) => sequenceCounts.ways(rounds, set, used),
  };
  return choices;
}
