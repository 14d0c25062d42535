import type { Succession } from "./succession.js";

/** Configurations that may not come again: their numbers in order, and how many of each kind. */
export interface Taken {
  readonly numbers: readonly bigint[];
  readonly ofKind: readonly number[];
}

export const noneTaken = ({ kinds }: Succession): Taken => ({
  numbers: [],
  ofKind: new Array<number>(kinds).fill(0),
});

/** One more is taken. */
export function take({ numbers, ofKind }: Taken, number: bigint, kind: number): Taken {
  const place = numbers.findLastIndex((other) => other < number) + 1;
  return { numbers: numbers.toSpliced(place, 0, number), ofKind: oneMore(ofKind, kind) };
}

/** One more of a kind. */
export const oneMore = (counts: readonly number[], kind: number): readonly number[] =>
  counts.map((count, other) => (other === kind ? count + 1 : count));
