/** Intervals of consecutive round configurations of one kind. */
import { invariant } from "../../protocol/assert.js";
import type { Used } from "./used.js";

/** Consecutive configurations of one kind: the same may come before and after each. */
export interface Interval {
  /** The number of the first. */
  readonly from: bigint;
  readonly size: bigint;
  readonly kind: number;
}

type Intervals = readonly Interval[];

export function intervalAt(intervals: Intervals, item: number): Interval {
  const interval = intervals[item];
  invariant(interval !== undefined, "what is chosen is among the choices", { item });
  return interval;
}

/** Which of some intervals, in order, contains a number. */
export function intervalContaining(intervals: Intervals, number: bigint): number | undefined {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((intervals[middle]?.from ?? 0n) <= number) low = middle + 1;
    else high = middle;
  }
  const interval = intervals[low - 1];
  return interval !== undefined && number < interval.from + interval.size ? low - 1 : undefined;
}

/** How many numbers of an interval are used, of those below a number. */
export function usedIn({ from, size }: Interval, { numbers }: Used, below = from + size): bigint {
  return BigInt(numbers.filter((number) => number >= from && number < below).length);
}

/** The unused number of an interval with this many unused ones before it. */
export function nthUnused({ from }: Interval, nth: bigint, { numbers }: Used): bigint {
  let number = from + nth;
  for (const used of numbers) if (used >= from && used <= number) number += 1n;
  return number;
}
