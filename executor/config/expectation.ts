/** Compares the result of a case with its expectation. */
import { unreachable } from "../../lib/protocol/assert.js";
import type { AnyProperty } from "../../lib/properties/all.js";
import type { Verdict } from "../../lib/protocol/judging/property.js";
import type { ScenarioResult } from "../run/run.js";

/** The expected result of a case. */
export type Expectation =
  /** Nothing violated, no stall, and no essential property vacuous (agreement, liveness). */
  | { readonly kind: "held" }
  /** Exactly these properties violated. */
  | { readonly kind: "violated"; readonly properties: readonly string[] }
  /** A proven stall, the furthest honest node in this round, and nothing violated. */
  | { readonly kind: "stalled"; readonly round: number }
  /** The protocol broke one of its own invariants. */
  | { readonly kind: "crashed" };

/** Why an expectation is not met: what of the result, and what is the matter with it. */
export interface Reason {
  readonly about: string;
  readonly words: string;
}

/** Whether a result is as expected; `open` if a limit was reached first. */
export type ExpectationResult =
  | { readonly outcome: "met" }
  | { readonly outcome: "not-met" | "open"; readonly because: readonly Reason[] };

/**
 * What of an expectation can be told where only some properties are judged; undefined if that is
 * nothing.
 */
export function expectationAmong(
  expectation: Expectation | undefined,
  judged: readonly AnyProperty[],
): Expectation | undefined {
  if (expectation?.kind !== "violated") return expectation;
  const properties = expectation.properties.filter((name) =>
    judged.some((property) => property.name === name),
  );
  return properties.length === 0 ? undefined : { kind: "violated", properties };
}

/**
 * Compares a result with its expectation. Without one there should be no violation and no crash.
 */
export function checkExpectation(
  expectation: Expectation | undefined,
  result: ScenarioResult,
): ExpectationResult {
  const unexpected = contradictions(expectation, result);
  if (unexpected.length > 0) return { outcome: "not-met", because: unexpected };
  if (result.ending.kind === "inconclusive") {
    return { outcome: "open", because: [ofRun(`a limit on ${result.ending.limit} was reached`)] };
  }
  const missing = expectation === undefined ? [] : shortfalls(expectation, result);
  return missing.length > 0 ? { outcome: "not-met", because: missing } : { outcome: "met" };
}

const ofRun = (words: string): Reason => ({ about: "run", words });

/** Unexpected results. */
function contradictions(
  expectation: Expectation | undefined,
  result: ScenarioResult,
): readonly Reason[] {
  const allowed = expectation?.kind === "violated" ? expectation.properties : [];
  const found = violatedIn(result)
    .filter((name) => !allowed.includes(name))
    .map((name): Reason => ({ about: name, words: `${name} is violated` }));
  if (result.ending.kind === "crashed" && expectation?.kind !== "crashed") {
    found.push(ofRun(`${result.ending.node ?? "a property"} crashed`));
  }
  if (result.ending.kind === "stalled" && expectation?.kind === "held") {
    found.push(ofRun(`it stalls in round ${furthestRound(result)}`));
  }
  return found;
}

/** Expected results that are missing, in a run that reached no limit. */
function shortfalls(expectation: Expectation, result: ScenarioResult): readonly Reason[] {
  switch (expectation.kind) {
    case "held":
      return result.properties.flatMap(({ name, essential }) =>
        essential === true ? vacuity(name, result.verdicts.get(name)) : [],
      );
    case "violated": {
      const violated = violatedIn(result);
      return expectation.properties
        .filter((name) => !violated.includes(name))
        .map((name) => ({ about: name, words: `${name} is not violated` }));
    }
    case "stalled": {
      if (result.ending.kind !== "stalled") return [ofRun("it does not stall")];
      const furthest = furthestRound(result);
      return furthest === expectation.round
        ? []
        : [ofRun(`it stalls in round ${furthest}, not ${expectation.round}`)];
    }
    case "crashed":
      return result.ending.kind === "crashed" ? [] : [ofRun("no node crashed")];
    default:
      return unreachable(expectation);
  }
}

const vacuity = (name: string, verdict: Verdict | undefined): readonly Reason[] =>
  verdict?.status === "vacuous"
    ? [{ about: name, words: `${name} is vacuous: ${verdict.because}` }]
    : [];

/** The violated properties of a result, in the order of reports. */
const violatedIn = ({ verdicts }: ScenarioResult): readonly string[] =>
  [...verdicts].flatMap(([name, { status }]) => (status === "violated" ? [name] : []));

/** The highest round that an honest node reached. */
export function furthestRound({ rounds, ledgers }: ScenarioResult): number {
  const honest = rounds.filter((_, index) => ledgers[index]?.node.honest ?? false);
  return Math.max(0, ...honest);
}

/** An expectation in words. */
export function describeExpectation(expectation: Expectation): string {
  switch (expectation.kind) {
    case "held":
      return "all hold";
    case "violated":
      return `violated: ${expectation.properties.join(", ")}`;
    case "stalled":
      return `a stall in round ${expectation.round}, nothing violated`;
    case "crashed":
      return "a crash";
    default:
      return unreachable(expectation);
  }
}
