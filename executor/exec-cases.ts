/** Runs cases, or single scenarios, and reports on each. */
import { exitCodeOf } from "../io/exit.js";
import { InputError } from "../lib/scenario/input/problem.js";
import { suffixConflicts } from "../lib/scenario/run-config.js";
import { testSuiteOfCase } from "./reports/checks.js";
import {
  counterexampleOf,
  counterexampleReport,
  transcriptOf,
} from "./counterexample/regression/counterexample.js";
import type { Case, RunConfig } from "./config/config.js";
import { caseDocument, warningFields } from "./results/document.js";
import type { ResultsDocument } from "./results/document.js";
import { unfitRounds } from "./config/protocol-problems.js";
import { recordOf } from "./results/record.js";
import { caseReport, casesSummary, EXIT_OF_STATUS, statusOf } from "./reports/report-case.js";
import type { CommandResult } from "./reports/reports.js";
import { judgedIn, protocolOf, runCase } from "./run/run-case.js";
import { replayLine } from "./reports/replay.js";
import type { Session } from "./session.js";
import { Tally } from "./results/tally.js";
import { mermaidOf } from "./counterexample/pages/run-files.js";
import { filesOf, needsTrace } from "./counterexample/pages/files-of-case.js";
import { traceCase } from "./run/trace-case.js";

/** Runs cases and reports on each; whether all are as they should be. */
export function execCases(run: RunConfig, cases: readonly Case[], session: Session): CommandResult {
  const { options, paint: style, print } = session;
  refuseUnfit(run, cases);
  if (options.againstCorrect === true) refuseWithoutBug(run, cases);
  const what = options.scenario === undefined ? "case" : "scenario";
  const verified = options.verifyDeterminism ?? 0;
  const finished = cases.map((each, index) => {
    const isVerified = index < verified;
    const { result, trace } = needsTrace(options)
      ? traceCase(run, each, { tool: session.version, isVerified })
      : { result: runCase(run, each, { isVerified }), trace: [] };
    const replay = replayLine(session, what, each.scenario.id);
    const counterexample = counterexampleOf(run, each, options);
    const report = counterexampleReport(counterexample, session);
    const isShown = [options.shrink, options.shrinkLog].includes(true);
    const transcript =
      isShown && counterexample ? transcriptOf(run, counterexample) : result.transcript;
    if (options.mermaid === true) print(mermaidOf(trace));
    else if (options.json !== true) {
      if (options.trace === true) print([...transcript, ""]);
      print([...caseReport(result, replay, style), ...report.lines, ""]);
    }
    const document = caseDocument(result, options.trace === true ? transcript : undefined);
    return {
      ...{ result, suite: testSuiteOfCase(result, replay) },
      files: filesOf({ run, each, trace, replay, counterexample }, session),
      document: { ...document, ...report.fields },
      counterexamples: counterexample ? [counterexample.kept] : [],
    };
  });
  const results = finished.map(({ result }) => result);
  const tally = new Tally(judgedIn(run), options.digest === true);
  for (const { result, digest } of results) tally.add({ ...recordOf(result), digest });
  const warnings = tally.warnings(run.protocol);
  for (const warning of warnings) session.warn(`warning: ${warning}`);
  if (options.json === true) {
    const document: ResultsDocument = {
      ...tally.summary(),
      cases: finished.map(({ document }) => document),
      ...warningFields(warnings),
    };
    session.json(JSON.stringify(document, null, 2));
  } else if (options.mermaid !== true) print([casesSummary(results)]);
  return {
    exit: exitCodeOf(results.map((each) => EXIT_OF_STATUS[statusOf(each)])),
    suites: finished.map(({ suite }) => suite),
    files: finished.length === 1 ? (finished[0]?.files ?? {}) : {},
    counterexamples: finished.flatMap(({ counterexamples }) => counterexamples),
  };
}

/** Scenarios that are named on the command line have not been read against the protocol yet. */
function refuseUnfit(run: RunConfig, cases: readonly Case[]): void {
  const protocol = protocolOf(run);
  const problems = cases.flatMap(({ scenario: { rounds }, semantics }) => [
    ...unfitRounds(rounds, protocol, "rounds"),
    ...suffixConflicts(semantics, rounds.length, "semantics"),
  ]);
  if (problems.length > 0) throw new InputError(problems);
}

/** There is nothing to compare with if nothing is injected. */
function refuseWithoutBug(run: RunConfig, cases: readonly Case[]): void {
  if (run.bugs.length > 0 || cases.some(({ bugs }) => bugs.length > 0)) return;
  const wrong = "has no meaning here: no bug is injected";
  throw new InputError([
    { path: "--against-correct", wrong, allowed: "a case with bugs, or --bug" },
  ]);
}
