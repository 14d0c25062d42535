/** The configurations already used in a sequence without replacement. */
import type { TransitionRelation } from "./transition-relation.js";

/** Configurations that are used up: their numbers in order, and how many of each kind. */
export interface Used {
  readonly numbers: readonly bigint[];
  readonly ofKind: readonly number[];
}

export const noneUsed = ({ kinds }: TransitionRelation): Used => ({
  numbers: [],
  ofKind: new Array<number>(kinds).fill(0),
});

/** One more is used. */
export function markUsed({ numbers, ofKind }: Used, number: bigint, kind: number): Used {
  const place = numbers.findLastIndex((other) => other < number) + 1;
  return { numbers: numbers.toSpliced(place, 0, number), ofKind: oneMore(ofKind, kind) };
}

/** One more of a kind. */
export const oneMore = (counts: readonly number[], kind: number): readonly number[] =>
  counts.map((count, other) => (other === kind ? count + 1 : count));
