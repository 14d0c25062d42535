/** A sequence of weighted items, searched by cumulative weight. */
export interface Weights {
  /** How many things there are. */
  readonly total: bigint;
  /** The item of a thing, and which of the item's things it is. */
  locate(thing: bigint): readonly [item: bigint, offset: bigint];
  /** How many things come before an item. */
  before(item: bigint): bigint;
}

/** Every item has the same weight. */
export const equalWeights = (items: bigint, weight: bigint): Weights => ({
  total: items * weight,
  locate: (thing) => [thing / weight, thing % weight],
  before: (item) => item * weight,
});

/** Items of any weight, in a table: for lists that are short. */
export function tabledWeights(items: number, weightOf: (item: number) => bigint): Weights {
  const sums = [0n];
  for (let item = 0; item < items; item += 1) sums.push(sumAt(sums, item) + weightOf(item));
  return {
    total: sumAt(sums, items),
    locate(thing) {
      let low = 0;
      let high = items;
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if (sumAt(sums, middle) <= thing) low = middle;
        else high = middle;
      }
      return [BigInt(low), thing - sumAt(sums, low)];
    },
    before: (item) => sumAt(sums, Number(item)),
  };
}

const sumAt = (sums: readonly bigint[], item: number): bigint => sums[item] ?? 0n;
