/** Compares two runs of one scenario, step by step. */
import type { Run, Step } from "./run.js";

/** Two runs: a cursor moves through both. */
export interface Comparison {
  /** The steps of both in order of time: their numbers in the first run and in the second. */
  readonly positions: readonly (readonly [first: number, second: number])[];
  /** The number of the first step that differs; undefined if the runs are equal. */
  readonly difference: number | undefined;
}

/** Compares two runs. Equal steps are one position. O(steps). */
export function compare(first: Run, second: Run): Comparison {
  const [a, b] = [first.steps, second.steps];
  const shorter = Math.min(a.length, b.length);
  let same = 0;
  while (same < shorter && textOf(a[same]) === textOf(b[same])) same++;
  const isEqual = same === a.length && same === b.length;
  return { positions: merged(a, b, same), difference: isEqual ? undefined : same };
}

/** The steps of both in order of time; the first `same` are one position each. */
function merged(
  a: readonly Step[],
  b: readonly Step[],
  same: number,
): readonly (readonly [number, number])[] {
  const positions = Array.from({ length: same }, (_, index): [number, number] => [index, index]);
  let [i, j] = [same, same];
  while (i < a.length || j < b.length) {
    const [timeA, timeB] = [a[i]?.at ?? Infinity, b[j]?.at ?? Infinity];
    if (timeA <= timeB) i++;
    if (timeB <= timeA) j++;
    positions.push([i - 1, j - 1]);
  }
  return positions;
}

/** All that a step tells, without the numbers of its copies. */
const textOf = (step: Step | undefined): string =>
  JSON.stringify([
    step?.at,
    step?.node,
    step?.input,
    step?.parts.map((part) =>
      part.kind === "action"
        ? part.action
        : [part.message, part.copies.map(({ to, fate, because }) => [to, fate, because])],
    ),
  ]);
