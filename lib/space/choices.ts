import type { Census } from "./census.js";
import type { Run } from "./runs.js";
import type { Taken } from "./taken.js";

/** What a round can be, given what the rounds before it are. */
export interface Choices<Next> {
  /** In the order of their numbers. */
  readonly items: readonly Run[];
  /** What the next round can be when this one is of an item. */
  after(item: number): Next;
  /** In how many ways so many rounds can go, when the first is of a kind in a set. */
  ways(rounds: number, set: number, taken: Taken): bigint;
}

/** The same for every round. */
export interface SameChoices extends Choices<SameChoices> {
  readonly items: readonly Run[];
}

export function sameChoices(items: readonly Run[], census: Census): SameChoices {
  const choices: SameChoices = {
    items,
    after: () => choices,
    ways: (rounds, set, taken) => census.ways(rounds, set, taken),
  };
  return choices;
}
