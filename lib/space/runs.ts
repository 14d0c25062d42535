import { invariant } from "../protocol/assert.js";
import type { Taken } from "./taken.js";

/** Consecutive configurations of one kind: the same may come before and after each. */
export interface Run {
  /** The number of the first. */
  readonly from: bigint;
  readonly size: bigint;
  readonly kind: number;
}

type Runs = readonly Run[];

export function runAt(runs: Runs, item: number): Run {
  const run = runs[item];
  invariant(run !== undefined, "what is chosen is among the choices", { item });
  return run;
}

/** Which of some runs, in order, has a number. */
export function runWith(runs: Runs, number: bigint): number | undefined {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.from ?? 0n) <= number) low = middle + 1;
    else high = middle;
  }
  const run = runs[low - 1];
  return run !== undefined && number < run.from + run.size ? low - 1 : undefined;
}

/** How many of a run's numbers are taken, of those below one. */
export function takenIn({ from, size }: Run, { numbers }: Taken, below = from + size): bigint {
  return BigInt(numbers.filter((number) => number >= from && number < below).length);
}

/** The number in a run that so many free ones come before. */
export function freeIn({ from }: Run, nth: bigint, { numbers }: Taken): bigint {
  let number = from + nth;
  for (const taken of numbers) if (taken >= from && taken <= number) number += 1n;
  return number;
}
