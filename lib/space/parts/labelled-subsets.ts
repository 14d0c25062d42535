/** Subsets of bounded size in which every element has a label: count, rank and unrank. */
import type { RankedSet } from "../ranked-set.js";

/** An element by its position, with the number of its label. */
export type Labelled = readonly [position: number, label: number];

/** The smallest and the largest number of elements of a set. */
export interface SizeBounds {
  readonly least: number;
  readonly most: number;
}

/**
 * The subsets of `elements` positions within the bounds, each element with one of `labels` labels.
 * Smaller sets come first; of one size, those with the lower first element, then the lower label.
 * Time and memory: O(elements x most).
 */
export function labelledSubsets(
  elements: number,
  labels: number,
  { least, most }: SizeBounds,
): RankedSet<readonly Labelled[]> {
  const count = setCounter(elements, Math.min(most, elements), BigInt(labels));
  const sizes = Array.from({ length: Math.min(most, elements) - least + 1 }, (_, at) => least + at);
  return {
    size: sizes.reduce((sum, size) => sum + count(size, elements), 0n),
    unrank(index) {
      let rest = index;
      for (const size of sizes) {
        const sets = count(size, elements);
        if (rest < sets) return unranked(size, rest);
        rest -= sets;
      }
      throw new RangeError(`there is no set with the number ${index}`);
    },
    rank(set) {
      if (!sizes.includes(set.length) || !isAscending(set, elements, labels)) return undefined;
      let index = 0n;
      for (const size of sizes) if (size < set.length) index += count(size, elements);
      return index + rankOf(set);
    },
  };

  /** The sets that have the element at `position` first, after those at lower positions. */
  function unranked(size: number, index: bigint): readonly Labelled[] {
    const found: Labelled[] = [];
    let rest = index;
    let position = 0;
    while (found.length < size) {
      const others = count(size - found.length - 1, elements - position - 1);
      const here = others * BigInt(labels);
      if (rest < here) {
        found.push([position, Number(rest / others)]);
        rest %= others;
      } else rest -= here;
      position += 1;
    }
    return found;
  }

  function rankOf(set: readonly Labelled[]): bigint {
    let index = 0n;
    let next = 0;
    for (const [at, [position, label]] of set.entries()) {
      const left = set.length - at - 1;
      for (; next < position; next += 1) {
        index += count(left, elements - next - 1) * BigInt(labels);
      }
      index += count(left, elements - position - 1) * BigInt(label);
      next = position + 1;
    }
    return index;
  }
}

/** Counts the labelled subsets of a size among some elements: C(elements, size) x labels^size. */
function setCounter(
  elements: number,
  most: number,
  labels: bigint,
): (size: number, among: number) => bigint {
  const table: bigint[][] = [];
  for (let among = 0; among <= elements; among += 1) {
    const row = [1n];
    for (let size = 1; size <= most; size += 1) {
      const without = table[among - 1]?.[size] ?? 0n;
      const within = (table[among - 1]?.[size - 1] ?? 0n) * labels;
      row.push(without + within);
    }
    table.push(row);
  }
  return (size, among) => table[among]?.[size] ?? 0n;
}

const isAscending = (set: readonly Labelled[], elements: number, labels: number): boolean =>
  set.every(
    ([position, label], at) =>
      position >= 0 &&
      position < elements &&
      label >= 0 &&
      label < labels &&
      position > (set[at - 1]?.[0] ?? -1),
  );
