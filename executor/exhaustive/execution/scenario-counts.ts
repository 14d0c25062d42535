import type { Candidates } from "./candidates.js";

/**
 * How many scenarios stand for a run, for each first round that it may have: the number of the
 * first round's configuration, and how many choices of later rounds lead here and cannot matter any
 * more. Choices that can still matter are not in it; they multiply it at the end.
 */
export type ScenarioCounts = ReadonlyMap<number, bigint>;

/** Which choices ceased to matter between two stops. */
export interface Multiplier {
  /** How many they are, in later rounds. */
  readonly factor: bigint;
  /** In the first round: its configurations that are left. */
  readonly firstRounds: readonly number[] | undefined;
}

/** By place: whether the choices that are left there were alike at a stop, and are at another. */
export function multiplierOf(
  before: readonly boolean[],
  after: readonly boolean[],
  remaining: readonly Candidates[],
): Multiplier {
  let factor = 1n;
  let firstRounds: readonly number[] | undefined;
  for (const [place, irrelevant] of after.entries()) {
    if (!irrelevant || before[place] === true) continue;
    const members = remaining[place]?.members ?? [];
    if (place === 0) firstRounds = members;
    else factor *= BigInt(members.length);
  }
  return { factor, firstRounds };
}

/** One counting after another. */
export const compose = (earlier: Multiplier, later: Multiplier): Multiplier => ({
  factor: earlier.factor * later.factor,
  firstRounds: earlier.firstRounds ?? later.firstRounds,
});

export function multiply(
  counts: ScenarioCounts,
  { factor, firstRounds }: Multiplier,
): ScenarioCounts {
  if (firstRounds === undefined && factor === 1n) return counts;
  const chosen = new Map<number, bigint>();
  for (const first of firstRounds ?? counts.keys()) {
    const count = counts.get(first);
    if (count !== undefined) chosen.set(first, count * factor);
  }
  return chosen;
}

export function sum(a: ScenarioCounts, b: ScenarioCounts): ScenarioCounts {
  const both = new Map(a);
  for (const [first, count] of b) both.set(first, (both.get(first) ?? 0n) + count);
  return both;
}

export function total(counts: ScenarioCounts): bigint {
  let all = 0n;
  for (const count of counts.values()) all += count;
  return all;
}
