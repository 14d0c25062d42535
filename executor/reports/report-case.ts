/** Prints the report of a case. */
import { EXIT } from "../../io/exit.js";
import type { ExitCode } from "../../io/exit.js";
import { unreachable } from "../../lib/protocol/assert.js";
import { count } from "../../lib/properties/wording.js";
import type { Verdict } from "../../lib/protocol/judging/property.js";
import { describeExpectation, furthestRound } from "../config/expectation.js";
import { witnessesOf } from "../results/record.js";
import { notationOf } from "../../lib/scenario/notation.js";
import type { Style } from "../../io/terminal/style.js";
import type { CaseResult } from "../run/run-case.js";
import type { ScenarioResult } from "../run/run.js";

/** Whether the expectation of a case is met; open if a limit ended the run. */
export type CaseStatus = "ok" | "failed" | "open";

/** The status of a case. Without an expectation: no violation and no crash. */
export const statusOf = ({ expectationResult }: CaseResult): CaseStatus =>
  STATUS_OF_OUTCOME[expectationResult.outcome];

const STATUS_OF_OUTCOME = { met: "ok", "not-met": "failed", open: "open" } as const;

/** The exit code for a case with that status. */
export const EXIT_OF_STATUS: Readonly<Record<CaseStatus, ExitCode>> = {
  ok: EXIT.ok,
  failed: EXIT.violated,
  open: EXIT.inconclusive,
};

/** The report of a case: expectation, ending, verdicts, and the command that replays it. */
export function caseReport(each: CaseResult, replay: string, style: Style): readonly string[] {
  const { scenario, description } = each.case;
  const title = style.strong(scenario.id);
  const head = description === undefined ? title : `${title}  ${style.faint(description)}`;
  return [
    `${mark(statusOf(each), style)}  ${head}`,
    ...expectationLines(each, style),
    labelled("rounds", notationOf(each.case.scenario.rounds)),
    labelled("run", endingWords(each.result)),
    ...violationLines(each.result, style),
    ...heldLines(each.result),
    ...vacuousLines(each.result),
    labelled("digest", each.digest),
    labelled("replay", replay),
  ];
}

function mark(status: CaseStatus, style: Style): string {
  switch (status) {
    case "ok":
      return style.good("ok  ");
    case "failed":
      return style.bad("FAIL");
    case "open":
      return style.warn("open");
    default:
      return unreachable(status);
  }
}

const LABEL_WIDTH = 10;
const INDENT = " ".repeat(6);

/** A line of a report of a case. */
export const labelled = (label: string, text: string): string =>
  `${INDENT}${label.padEnd(LABEL_WIDTH)}${text}`;

function expectationLines(
  { case: { expectation }, expectationResult }: CaseResult,
  style: Style,
): readonly string[] {
  if (expectation === undefined) return [];
  const expected = labelled("expected", describeExpectation(expectation));
  if (expectationResult.outcome === "met") return [expected];
  const because = expectationResult.because.map(({ words }) => words).join("; ");
  return expectationResult.outcome === "open"
    ? [expected, labelled("but", style.warn(because))]
    : [expected, labelled("but", style.bad(because))];
}

/** How a run ended, in words. */
function endingWords(result: ScenarioResult): string {
  const { ending, at, events } = result;
  const cost = `${at} ms of virtual time, ${events} events; ${commitWords(result)}`;
  switch (ending.kind) {
    case "completed":
      return `every honest node passed the last round: ${cost}`;
    case "stalled":
      return `stalled in round ${furthestRound(result)}, no further progress is possible: ${cost}`;
    case "inconclusive":
      return `stopped at the limit on ${ending.limit}: ${cost}`;
    case "crashed":
      return `${ending.node} crashed: ${ending.error} (${cost})`;
    default:
      return unreachable(ending);
  }
}

function commitWords({ ledgers }: ScenarioResult): string {
  const honest = ledgers.filter(({ node }) => node.honest);
  if (honest.every(({ entries }) => entries.length === 0)) return "nothing was committed";
  const heights = honest.map(({ node, entries }) => `${node.id} ${entries.length}`);
  return `blocks committed: ${heights.join(", ")}`;
}

function violationLines(result: ScenarioResult, style: Style): readonly string[] {
  return witnessesOf(result).flatMap(({ property, explanation }) => [
    labelled("violated", style.bad(property)),
    ...explanation.map((sentence) => labelled("", `  ${sentence}`)),
  ]);
}

function heldLines({ verdicts }: ScenarioResult): readonly string[] {
  const names = [...verdicts].filter(([, verdict]) => verdict.status === "held");
  return names.length === 0 ? [] : [labelled("held", names.map(([name]) => name).join(", "))];
}

const vacuousLines = ({ verdicts }: ScenarioResult): readonly string[] =>
  [...verdicts].flatMap(([name, verdict]) => vacuousLine(name, verdict));

function vacuousLine(name: string, verdict: Verdict): readonly string[] {
  return verdict.status === "vacuous" ? [labelled("vacuous", `${name}: ${verdict.because}`)] : [];
}

/** The last line of a report of cases. */
export function casesSummary(results: readonly CaseResult[]): string {
  const statuses = results.map(statusOf);
  const counts = (["ok", "failed", "open"] as const).flatMap((status) => {
    const number = statuses.filter((each) => each === status).length;
    return number === 0 ? [] : [`${number} ${status}`];
  });
  return `${count(results.length, "case")}: ${counts.join(", ")}`;
}
