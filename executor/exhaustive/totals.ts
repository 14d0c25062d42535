/** The totals of an exploration: numbers of scenarios by outcome. */
import { isFailure } from "./findings.js";
import type { Finding } from "./findings.js";
import type { RunOutcome } from "./outcome.js";
import { total } from "./execution/scenario-counts.js";

/** Numbers of scenarios of a whole space by outcome. Exact. */
export interface OutcomeTotals {
  readonly scenarios: bigint;
  /** Nothing violated, no crash, and not inconclusive. */
  readonly held: bigint;
  /** Scenarios that violate each property, every one listed that is judged. */
  readonly violated: Readonly<Record<string, bigint>>;
  /** Scenarios in which each property's precondition never arose. */
  readonly vacuous: Readonly<Record<string, bigint>>;
  readonly committed: bigint;
  readonly stabilized: bigint;
  readonly stalled: bigint;
  readonly inconclusive: bigint;
  readonly crashed: bigint;
  /** Runs cut short when they had violated all that is judged; their end is unknown. */
  readonly decided: bigint;
}

/** Adds up what an exploration found. */
export function totalsOf(
  findings: readonly Finding[],
  properties: readonly string[],
): OutcomeTotals {
  const count = (selects: (outcome: RunOutcome) => boolean): bigint =>
    findings.reduce(
      (sum, { outcome, counts }) => (selects(outcome) ? sum + total(counts) : sum),
      0n,
    );
  const perProperty = (status: string): Readonly<Record<string, bigint>> =>
    Object.fromEntries(
      properties.map((name) => [name, count(({ statuses }) => statuses.get(name) === status)]),
    );
  return {
    scenarios: count(() => true),
    held: count((outcome) => !isFailure(outcome) && outcome.ending !== "inconclusive"),
    violated: perProperty("violated"),
    vacuous: perProperty("vacuous"),
    committed: count(({ committed }) => committed),
    stabilized: count(({ stabilized }) => stabilized),
    stalled: count(({ ending }) => ending === "stalled"),
    inconclusive: count(({ ending }) => ending === "inconclusive"),
    crashed: count(({ ending }) => ending === "crashed"),
    decided: count(({ ending }) => ending === "decided"),
  };
}
