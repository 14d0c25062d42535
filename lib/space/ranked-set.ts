/**
 * Finite sets whose items are computed from their number (unrank), and numbers from items (rank).
 */
import type { Permutation } from "./permutation.js";

/**
 * A finite set in a fixed order that is never written out: items from their numbers (unrank), and
 * numbers from items (rank).
 */
export interface RankedSet<T> {
  readonly size: bigint;
  /** The item with a number of [0, size). */
  unrank(index: bigint): T;
  /** The number of an item, or undefined for what is not in the list. */
  rank(item: T): bigint | undefined;
}

/** Items that are few. */
export const rankedList = <T>(items: readonly T[]): RankedSet<T> => ({
  size: BigInt(items.length),
  unrank: (index) => present(items[Number(index)], index),
  rank: (item) => numberOr(items.indexOf(item)),
});

const numberOr = (index: number): bigint | undefined => (index < 0 ? undefined : BigInt(index));

function present<T>(item: T | undefined, index: bigint): T {
  if (item === undefined) throw new RangeError(`there is no item with the number ${index}`);
  return item;
}

/** The first items of a list; all, without a limit. */
export function limited<T>(list: RankedSet<T>, limit: number | undefined): RankedSet<T> {
  if (limit === undefined || BigInt(limit) >= list.size) return list;
  const size = BigInt(limit);
  return {
    size,
    unrank: (index) => list.unrank(index),
    rank(item) {
      const index = list.rank(item);
      return index === undefined || index >= size ? undefined : index;
    },
  };
}

/** A list in another order. */
export const permuted = <T>(list: RankedSet<T>, order: Permutation): RankedSet<T> => ({
  size: list.size,
  unrank: (index) => list.unrank(order.at(index)),
  rank(item) {
    const index = list.rank(item);
    return index === undefined ? undefined : order.placeOf(index);
  },
});

/** Lists one after the other. An item may be in one of them only. */
export function concatenated<T>(lists: readonly RankedSet<T>[]): RankedSet<T> {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  return {
    size: lists.reduce((sum, { size }) => sum + size, 0n),
    unrank(index) {
      let rest = index;
      for (const list of lists) {
        if (rest < list.size) return list.unrank(rest);
        rest -= list.size;
      }
      return present<T>(undefined, index);
    },
    rank(item) {
      let before = 0n;
      for (const list of lists) {
        const index = list.rank(item);
        if (index !== undefined) return before + index;
        before += list.size;
      }
      return undefined;
    },
  };
}

/** A list that makes each of its first items once, so that equal items are the same object. */
export function cached<T extends object>(list: RankedSet<T>, most: number): RankedSet<T> {
  const known = new Array<T | undefined>(list.size < most ? Number(list.size) : most);
  return {
    size: list.size,
    unrank(index) {
      if (index >= most) return list.unrank(index);
      const place = Number(index);
      return (known[place] ??= list.unrank(index));
    },
    rank: (item) => list.rank(item),
  };
}
