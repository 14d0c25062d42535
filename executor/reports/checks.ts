/** The checks of a case or a scenario file, for reports that list tests. */
import { count } from "../../lib/properties/wording.js";
import type { Verdict } from "../../lib/protocol/judging/property.js";
import { witnessesOf } from "../results/record.js";
import type { Family } from "../results/families.js";
import type { CaseResult } from "../run/run-case.js";
import type { Summary } from "../results/counts.js";
import type { Tally } from "../results/tally.js";
import { MOST_LISTED } from "./report-families.js";

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

/** The results of many scenarios. */
interface ManyResults {
  readonly tally: Tally;
  /** How far the run came, if `--max-time` ended it. */
  readonly cut?: string | undefined;
}

/** The checks of a file: whether each property holds in all scenarios, and all ran to their end. */
export function testSuiteOfFile(
  name: string,
  { tally, cut }: ManyResults,
  replay: (id: string) => string,
): TestSuite {
  const summary = tally.summary();
  const families = tally.families.all();
  const properties = tally.properties.map(({ name: about }): Check => {
    const { scenarios, violated, vacuous } = summary;
    const found = families.filter((family) => family.properties.includes(about));
    const bad = violated[about] ?? 0;
    if (bad > 0) {
      const message = `${about} is violated in ${share(bad, scenarios)}`;
      return { about, outcome: "failed", message, details: familyDetails(found, about, replay) };
    }
    return vacuous[about] === scenarios
      ? skipped(about, "what it judges never arose")
      : passed(about);
  });
  const crashes = families.filter(({ first }) => first.verdict === "crashed");
  return { name, checks: [...properties, runCheck(summary, { crashes, cut }, replay)] };
}

/** How the run as a whole can fail. */
interface RunFailures {
  readonly crashes: readonly Family[];
  readonly cut: string | undefined;
}

function runCheck(
  { scenarios, crashed, inconclusive }: Summary,
  { crashes, cut }: RunFailures,
  replay: (id: string) => string,
): Check {
  if (crashed > 0) {
    const message = `the protocol crashed in ${share(crashed, scenarios)}`;
    const details = familyDetails(crashes, undefined, replay);
    return { about: "run", outcome: "failed", message, details };
  }
  const open = (message: string): Check => ({
    about: "run",
    outcome: "open",
    message,
    details: [],
  });
  if (scenarios === 0) return open("no scenario was run");
  if (inconclusive > 0) return open(`a limit was reached in ${share(inconclusive, scenarios)}`);
  return cut === undefined ? passed("run") : open(`--max-time ended the run after ${cut}`);
}

/** For each family, its size, what is wrong in its first scenario, and the line that replays it. */
function familyDetails(
  families: readonly Family[],
  property: string | undefined,
  replay: (id: string) => string,
): readonly string[] {
  const listed = families.slice(0, MOST_LISTED);
  const more = families.length - listed.length;
  return [
    ...listed.flatMap(({ properties, scenarios, first }) => [
      `${count(scenarios, "scenario")} with ${namesOf(properties)}, first ${first.id}:`,
      ...(property === undefined
        ? [first.because ?? ""]
        : (first.witnesses?.find((each) => each.property === property)?.explanation ?? [])),
      replay(first.id),
    ]),
    ...(more > 0 ? [`other families: ${more}`] : []),
  ];
}

const namesOf = (properties: readonly string[]): string => properties.join(", ") || "a crash";

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
