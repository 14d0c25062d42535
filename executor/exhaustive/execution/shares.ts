import type { Candidates } from "./candidates.js";

/**
 * How many scenarios stand for a run, for each first round that it may have: the number of the
 * first round's configuration, and how many choices of later rounds lead here and cannot matter any
 * more. Choices that can still matter are not in it; they multiply it at the end.
 */
export type Shares = ReadonlyMap<number, bigint>;

/** Which choices ceased to matter between two stops. */
export interface Counting {
  /** How many they are, in later rounds. */
  readonly factor: bigint;
  /** In the first round: its configurations that are left. */
  readonly firsts: readonly number[] | undefined;
}

/** By place: whether the choices that are left there were alike at a stop, and are at another. */
export function countingOf(
  before: readonly boolean[],
  after: readonly boolean[],
  decided: readonly Candidates[],
): Counting {
  let factor = 1n;
  let firsts: readonly number[] | undefined;
  for (const [place, alike] of after.entries()) {
    if (!alike || before[place] === true) continue;
    const members = decided[place]?.members ?? [];
    if (place === 0) firsts = members;
    else factor *= BigInt(members.length);
  }
  return { factor, firsts };
}

/** One counting after another. */
export const followedBy = (earlier: Counting, later: Counting): Counting => ({
  factor: earlier.factor * later.factor,
  firsts: earlier.firsts ?? later.firsts,
});

export function counted(shares: Shares, { factor, firsts }: Counting): Shares {
  if (firsts === undefined && factor === 1n) return shares;
  const chosen = new Map<number, bigint>();
  for (const first of firsts ?? shares.keys()) {
    const count = shares.get(first);
    if (count !== undefined) chosen.set(first, count * factor);
  }
  return chosen;
}

export function sum(a: Shares, b: Shares): Shares {
  const both = new Map(a);
  for (const [first, count] of b) both.set(first, (both.get(first) ?? 0n) + count);
  return both;
}

export function total(shares: Shares): bigint {
  let all = 0n;
  for (const count of shares.values()) all += count;
  return all;
}
