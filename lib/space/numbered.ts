import type { Permutation } from "./permutation.js";

/** A finite list that is never written out: an item from its number, a number from its item. */
export interface Numbered<T> {
  readonly size: bigint;
  /** The item with a number of [0, size). */
  at(index: bigint): T;
  /** The number of an item, or undefined for what is not in the list. */
  indexOf(item: T): bigint | undefined;
}

/** Items that are few. */
export const listed = <T>(items: readonly T[]): Numbered<T> => ({
  size: BigInt(items.length),
  at: (index) => present(items[Number(index)], index),
  indexOf: (item) => numberOr(items.indexOf(item)),
});

const numberOr = (index: number): bigint | undefined => (index < 0 ? undefined : BigInt(index));

function present<T>(item: T | undefined, index: bigint): T {
  if (item === undefined) throw new RangeError(`there is no item with the number ${index}`);
  return item;
}

/** The first items of a list; all, without a limit. */
export function firstOf<T>(list: Numbered<T>, limit: number | undefined): Numbered<T> {
  if (limit === undefined || BigInt(limit) >= list.size) return list;
  const size = BigInt(limit);
  return {
    size,
    at: (index) => list.at(index),
    indexOf(item) {
      const index = list.indexOf(item);
      return index === undefined || index >= size ? undefined : index;
    },
  };
}

/** A list in another order. */
export const reordered = <T>(list: Numbered<T>, order: Permutation): Numbered<T> => ({
  size: list.size,
  at: (index) => list.at(order.at(index)),
  indexOf(item) {
    const index = list.indexOf(item);
    return index === undefined ? undefined : order.placeOf(index);
  },
});

/** Lists one after the other. An item may be in one of them only. */
export function joined<T>(lists: readonly Numbered<T>[]): Numbered<T> {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  return {
    size: lists.reduce((sum, { size }) => sum + size, 0n),
    at(index) {
      let rest = index;
      for (const list of lists) {
        if (rest < list.size) return list.at(rest);
        rest -= list.size;
      }
      return present<T>(undefined, index);
    },
    indexOf(item) {
      let before = 0n;
      for (const list of lists) {
        const index = list.indexOf(item);
        if (index !== undefined) return before + index;
        before += list.size;
      }
      return undefined;
    },
  };
}

/** A list that makes each of its first items once, so that equal items are the same object. */
export function remembered<T extends object>(list: Numbered<T>, most: number): Numbered<T> {
  const known = new Array<T | undefined>(list.size < most ? Number(list.size) : most);
  return {
    size: list.size,
    at(index) {
      if (index >= most) return list.at(index);
      const place = Number(index);
      return (known[place] ??= list.at(index));
    },
    indexOf: (item) => list.indexOf(item),
  };
}
