/** Exact numbers of scenarios that a run represents. */
import type { Candidates } from "./candidates.js";

/** A number of scenarios: a bigint only where a number would not be exact. */
type Count = number | bigint;

/**
 * Number of scenarios that a run represents, by the number of the first round's configuration:
 * counts the choices of later rounds that led here and no longer matter. Choices that still matter
 * are not counted; they multiply the number when they are retired.
 *
 * One flat list, since an exploration keeps many: each configuration with its count behind it, by
 * ascending configurations, of those with a count.
 */
export type ScenarioCounts = readonly Count[];

/** The choices that were retired between two stops. */
export interface Multiplier {
  /** The number of retired choices of later rounds. */
  readonly factor: bigint;
  /** If the first round was retired: its remaining configurations. */
  readonly firstRounds: readonly number[] | undefined;
}

/** Counts from pairs of a first round's configuration and a number. */
export function scenarioCounts(pairs: Iterable<readonly [number, bigint]>): ScenarioCounts {
  const ascending = [...pairs].sort(([a], [b]) => a - b);
  return ascending.flatMap(([first, count]) => [first, countOf(count)]);
}

/** The pairs of a first round's configuration and a number, by ascending configurations. */
export function pairsOf(counts: ScenarioCounts): readonly (readonly [number, bigint])[] {
  const pairs: (readonly [number, bigint])[] = [];
  for (let at = 0; at < counts.length; at += 2) {
    pairs.push([Number(counts[at]), BigInt(counts[at + 1] ?? 0)]);
  }
  return pairs;
}

/** The number of scenarios that begin with a configuration. O(configurations). */
export function numberOf(counts: ScenarioCounts, first: number): bigint {
  const at = placeOf(counts, first);
  return at < 0 ? 0n : BigInt(counts[at + 1] ?? 0);
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
  const chosen: Count[] = [];
  for (let at = 0; at < counts.length; at += 2) {
    const first = Number(counts[at]);
    if (firstRounds?.includes(first) === false) continue;
    chosen.push(first, countOf(BigInt(counts[at + 1] ?? 0) * factor));
  }
  return chosen;
}

export function sum(a: ScenarioCounts, b: ScenarioCounts): ScenarioCounts {
  const both: Count[] = [];
  let inA = 0;
  let inB = 0;
  while (inA < a.length || inB < b.length) {
    const ofA = a[inA] ?? Infinity;
    const ofB = b[inB] ?? Infinity;
    if (ofA <= ofB) both.push(ofA, plus(countAt(a, inA), ofA < ofB ? 0 : countAt(b, inB)));
    else both.push(ofB, countAt(b, inB));
    if (ofA <= ofB) inA += 2;
    if (ofB <= ofA) inB += 2;
  }
  return both;
}

/** The number behind the configuration at this place. */
const countAt = (counts: ScenarioCounts, at: number): Count => counts[at + 1] ?? 0;

export function total(counts: ScenarioCounts): bigint {
  let all: Count = 0;
  for (let at = 1; at < counts.length; at += 2) all = plus(all, counts[at] ?? 0);
  return BigInt(all);
}

function plus(a: Count, b: Count): Count {
  const both = typeof a === "number" && typeof b === "number" ? a + b : NaN;
  return Number.isSafeInteger(both) ? both : countOf(BigInt(a) + BigInt(b));
}

const countOf = (count: bigint): Count =>
  count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : count;

function placeOf(counts: ScenarioCounts, first: number): number {
  for (let at = 0; at < counts.length; at += 2) if (counts[at] === first) return at;
  return -1;
}
