import { isFailure } from "./findings.js";
import type { Finding } from "./findings.js";
import type { RunOutcome } from "./outcome.js";
import { total } from "./execution/shares.js";

/** How many scenarios of a whole space came to what. Exact. */
export interface Census {
  readonly scenarios: bigint;
  /** Nothing violated, no crash, and the run came to its end. */
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
  /** Left when they had violated all that is judged; how they would have ended is not known. */
  readonly decided: bigint;
}

/** Adds up what an exploration found. */
export function censusOf(findings: readonly Finding[], properties: readonly string[]): Census {
  const count = (counts: (outcome: RunOutcome) => boolean): bigint =>
    findings.reduce(
      (sum, { outcome, shares }) => (counts(outcome) ? sum + total(shares) : sum),
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
