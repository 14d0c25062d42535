/**
 * How many scenarios stand for a run, for each first round that it may have: the number of the
 * first round's configuration, and how many choices of later rounds lead here and cannot matter any
 * more. Choices that can still matter are not in it; they multiply it at the end.
 */
export type Shares = ReadonlyMap<number, bigint>;

export function sum(a: Shares, b: Shares): Shares {
  const both = new Map(a);
  for (const [first, count] of b) both.set(first, (both.get(first) ?? 0n) + count);
  return both;
}

/** Only some first rounds, each so many times. */
export function part(shares: Shares, firsts: readonly number[], factor: bigint): Shares {
  const chosen = new Map<number, bigint>();
  for (const first of firsts) {
    const count = shares.get(first);
    if (count !== undefined) chosen.set(first, count * factor);
  }
  return chosen;
}

export const times = (shares: Shares, factor: bigint): Shares =>
  factor === 1n ? shares : part(shares, [...shares.keys()], factor);

export function total(shares: Shares): bigint {
  let all = 0n;
  for (const count of shares.values()) all += count;
  return all;
}
