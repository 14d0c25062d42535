/** Exact numbers of scenarios that a run represents. */
import type { Candidates } from "./candidates.js";

/**
 * Number of scenarios that a run represents, by the number of the first round's configuration:
 * counts the choices of later rounds that led here and no longer matter. Choices that still matter
 * are not counted; they multiply the number when they are retired.
 */
export type ScenarioCounts = ReadonlyMap<number, bigint>;

/** The choices that were retired between two stops. */
export interface Multiplier {
  /** The number of retired choices of later rounds. */
  readonly factor: bigint;
  /** If the first round was retired: its remaining configurations. */
  readonly firstRounds: readonly number[] | undefined;
}

/** `before` and `after` tell, by round index, whether the choice was retired at two stops. */
export function multiplierOf(
  before: readonly boolean[],
  after: readonly boolean[],
  remaining: readonly Candidates[],
): Multiplier {
  let factor = 1n;
  let firstRounds: readonly number[] | undefined;
  for (const [roundIndex, irrelevant] of after.entries()) {
    if (!irrelevant || before[roundIndex] === true) continue;
    const members = remaining[roundIndex]?.members ?? [];
    if (roundIndex === 0) firstRounds = members;
    else factor *= BigInt(members.length);
  }
  return { factor, firstRounds };
}

/** The multiplier of two steps, one after the other. */
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
