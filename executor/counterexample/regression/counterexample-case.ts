/** A counterexample as a case of an executor config: with its expectation, and as a document. */
import type { Case, RunConfig } from "../../config/config.js";
import type { Expectation } from "../../config/expectation.js";
import { witnessesOf } from "../../results/record.js";
import type { ScenarioResult } from "../../run/run.js";
import { DEFAULT_OPTIONS } from "../../run/world.js";
import { DEFAULT_SEMANTICS } from "../../../lib/scenario/model.js";
import type { Stabilization } from "../../../lib/scenario/model.js";
import { notationOf } from "../../../lib/scenario/notation.js";
import type { Shrunk } from "../shrink/shrink.js";

/** A failing case, shrunk, that is to be kept. */
export interface CounterexampleCase {
  /** With all bugs that were injected. */
  readonly case: Case;
  readonly result: ScenarioResult;
  /** The first violated property; or the crash. */
  readonly about: string;
}

/** A shrunk scenario as a case: that of another case, or of a sweep. */
export function counterexampleCase(shrunk: Shrunk, each: Case): CounterexampleCase {
  const { scenario, roster, result, failure } = shrunk;
  const expectation = observed(result);
  return {
    case: { ...each, scenario, roster, expectation, description: undefined },
    result,
    about: failure.about.replace(/:.*$/s, ""),
  };
}

/** The expectation that a result meets. */
function observed(result: ScenarioResult): Expectation {
  if (result.ending.kind === "crashed") return { kind: "crashed" };
  const properties = witnessesOf(result).map(({ property }) => property);
  return { kind: "violated", properties };
}

/** A case as a config has it: all that may differ from the config's own stands in it. */
export function caseDocument(name: string, each: Case): Readonly<Record<string, unknown>> {
  const { scenario, roster, semantics, stabilization, bugs, stableFrom, expectation } = each;
  const { replicas, twins, faulty } = roster;
  const isUsual = JSON.stringify(semantics) === JSON.stringify(DEFAULT_SEMANTICS);
  return {
    name,
    ...{ replicas, twins, faulty },
    ...(isUsual ? {} : { semantics }),
    stabilization: stabilizationDocument(stabilization),
    ...(bugs.length === 0 ? {} : { bugs }),
    rounds: notationOf(scenario.rounds),
    ...(stableFrom === undefined ? {} : { stableFrom }),
    expect: expectation === undefined ? "held" : expectationDocument(expectation),
  };
}

const stabilizationDocument = ({ rounds, leaders }: Stabilization): object => ({ rounds, leaders });

const expectationDocument = (expectation: Expectation): unknown =>
  expectation.kind === "violated" ? { violated: expectation.properties } : expectation.kind;

/** The fields of a config that say how its cases are run; `protocol` as the config names it. */
export const runDocument = (
  { delta, delay, crypto, limits }: RunConfig,
  protocol: string | { readonly exec: readonly string[] },
): Readonly<Record<string, unknown>> => ({
  protocol,
  transmissionDelayBound: delta,
  delay: { fixed: delay },
  crypto,
  ...(JSON.stringify(limits) === JSON.stringify(DEFAULT_OPTIONS.limits) ? {} : { limits }),
});

/** A name that is not taken: `agreement-1`. */
export function freeName(about: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const name = `${about}-${number}`;
    if (!taken.has(name)) return name;
  }
}
