/** The checks of a case or a scenario file, for reports that list tests. */
import { count } from "../../lib/properties/wording.js";
import type { Verdict } from "../../lib/protocol/judging/property.js";
import { witnessesOf } from "../results/record.js";
import type { ScenarioRecord } from "../results/record.js";
import type { CaseResult } from "../run/run-case.js";
import type { Summary } from "../results/counts.js";
import type { Tally } from "../results/tally.js";

/**
 * One check, for tools that show tests: a property, or the run as a whole. `open`: a limit was
 * reached first; `skipped`: the property was vacuous.
 */
export interface Check {
  readonly about: string;
  readonly outcome: "passed" | "failed" | "open" | "skipped";
  /** The failure in a few words; undefined if it passed. */
  readonly message: string;
  /** Lines: the failure, and the command that replays it. */
  readonly details: readonly string[];
}

/** The checks of a case or of a scenario file. */
export interface TestSuite {
  readonly name: string;
  readonly checks: readonly Check[];
}

/** The checks of a case: whether each property, and the run, is as expected. */
export function testSuiteOfCase(
  { case: each, expectationResult, result }: CaseResult,
  replay: string,
): TestSuite {
  const reasons = expectationResult.outcome === "met" ? [] : expectationResult.because;
  const witnesses = witnessesOf(result);
  const failed = expectationResult.outcome === "open" ? "open" : "failed";
  const check = (about: Check["about"], verdict?: Verdict): Check => {
    const because = reasons.filter((reason) => reason.about === about);
    if (because.length > 0) {
      const witness = witnesses.find(({ property }) => property === about);
      const details = [...(witness?.explanation ?? []), replay];
      return {
        about,
        outcome: failed,
        message: because.map(({ words }) => words).join("; "),
        details,
      };
    }
    return verdict?.status === "vacuous" ? skipped(about, verdict.because) : passed(about);
  };
  return {
    name: each.scenario.id,
    checks: [...[...result.verdicts].map(([name, verdict]) => check(name, verdict)), check("run")],
  };
}

/** The checks of a file: whether each property holds in all scenarios, and all ran to their end. */
export function testSuiteOfFile(
  name: string,
  tally: Tally,
  replay: (id: string) => string,
): TestSuite {
  const summary = tally.summary();
  const properties = tally.properties.map(({ name: about }): Check => {
    const { scenarios, violated, vacuous } = summary;
    const first = tally.first.get(about);
    if (first !== undefined) {
      const message = `${about} is violated in ${share(violated[about] ?? 0, scenarios)}`;
      const sentences = first.witnesses?.find(({ property }) => property === about)?.explanation;
      return {
        about,
        outcome: "failed",
        message,
        details: [...(sentences ?? []), replay(first.id)],
      };
    }
    return vacuous[about] === scenarios
      ? skipped(about, "what it judges never arose")
      : passed(about);
  });
  return { name, checks: [...properties, runCheck(summary, tally.first.get("crash"), replay)] };
}

function runCheck(
  { scenarios, crashed, inconclusive }: Summary,
  crash: ScenarioRecord | undefined,
  replay: (id: string) => string,
): Check {
  if (crash !== undefined) {
    const message = `the protocol crashed in ${share(crashed, scenarios)}`;
    const details = [crash.because ?? "", replay(crash.id)];
    return { about: "run", outcome: "failed", message, details };
  }
  if (scenarios === 0) {
    return { about: "run", outcome: "open", message: "no scenario was run", details: [] };
  }
  if (inconclusive === 0) return passed("run");
  const message = `a limit was reached in ${share(inconclusive, scenarios)}`;
  return { about: "run", outcome: "open", message, details: [] };
}

const share = (part: number, whole: number): string => `${part} of ${count(whole, "scenario")}`;

const passed = (about: Check["about"]): Check => ({
  about,
  outcome: "passed",
  message: "",
  details: [],
});

const skipped = (about: Check["about"], message: string): Check => ({
  about,
  outcome: "skipped",
  message,
  details: [],
});
