/** Runs many scenarios, of a file or of a space, and reports: twins-exec as a sweep. */
import { EXIT, exitCodeOf } from "../io/exit.js";
import { count } from "../lib/properties/wording.js";
import { isNotation } from "../lib/scenario/notation.js";
import { InputError, show } from "../lib/scenario/input/problem.js";
import type { ScenarioChoice } from "../lib/space/chosen-scenarios.js";
import { testSuiteOfFile } from "./reports/checks.js";
import type { Case, RunConfig } from "./config/config.js";
import { scenariosDocument, warningFields } from "./results/document.js";
import { openCorpus } from "./corpus/run-corpus.js";
import type { SweepCorpus } from "./corpus/run-corpus.js";
import { execCases } from "./exec-cases.js";
import { filesOfSweep } from "./counterexample/pages/files-of-sweep.js";
import { replayLine } from "./reports/replay.js";
import type { CommandResult } from "./reports/reports.js";
import { summaryReport } from "./reports/report-summary.js";
import type { Tally } from "./results/tally.js";
import { protocolOf } from "./run/run-case.js";
import { caseOfSpace } from "./sources/case-of-space.js";
import { checkScenarioFile, scenariosOf } from "./sources/scenario-source.js";
import type { ScenarioFile } from "./sources/scenario-source.js";
import type { Session } from "./session.js";
import { shrinkFamilies } from "./counterexample/shrink/shrink-families.js";
import type { ShrunkFamilies } from "./counterexample/shrink/shrink-families.js";
import { scenarioOfSpace, scenarioOnLine, spaceOfFile } from "./sources/space-source.js";
import type { SpaceDefinition } from "./sources/space-source.js";
import { coverageOfFile, coverageOfSpace } from "./sweeps/coverage.js";
import { runSweep } from "./sweeps/run-sweep.js";
import { placesBefore } from "./sweeps/range.js";
import { sweepOfFile, sweepOfSpace } from "./sweeps/sweep.js";
import type { Sweep } from "./sweeps/sweep.js";

/** Runs the scenarios of a file, or one of them, and reports. */
export async function execScenarios(
  run: RunConfig,
  name: string,
  session: Session,
): Promise<CommandResult> {
  const { scenario, limit } = session.options;
  const file = await checkScenarioFile(name, protocolOf(run), limit);
  if (scenario !== undefined) {
    return execCases(run, [await caseOf(file, scenario)], session);
  }
  warn(file, session);
  return execSweep(sweepOfFile(run, file, session), session, (id) => caseOf(file, id));
}

/** Runs the chosen scenarios of a space, and reports. */
export const execSpaceScenarios = (
  run: RunConfig,
  space: SpaceDefinition,
  choice: ScenarioChoice,
  session: Session,
): Promise<CommandResult> =>
  execSweep(sweepOfSpace(run, space, choice, session), session, (id) =>
    Promise.resolve(caseOfSpace(space, id, session)),
  );

/** `caseFor` finds a scenario of the sweep by its id. */
async function execSweep(
  sweep: Sweep,
  session: Session,
  caseFor: (id: string) => Promise<Case>,
): Promise<CommandResult> {
  const corpus = await openCorpus(sweep, session);
  const { tally, end } = await runSweep(sweep, session);
  const summary = tally.summary();
  const { scenarios, inconclusive } = summary;
  const counts = { scenarios, failed: tally.failed, inconclusive };
  const coverage = [...corpus.lines, ...coverageOf(sweep, counts)];
  const isCut = end < sweep.places && tally.failed < (session.options.bail ?? Infinity);
  const cut = isCut ? outOfTime(sweep, summary.scenarios) : undefined;
  const shrunk = await shrinkFamilies(sweep, tally.families.all(), session);
  report({ sweep, corpus, tally, cut, shrunk, coverage }, session);
  const failure = await corpus.add(tally.families.all(), shrunk.of);
  if (failure !== undefined) session.warn(`warning: ${failure}`);
  const replay = (id: string): string => replayLine(session, "scenario", id);
  return {
    exit: exitCodeOf([
      ...(tally.failed + corpus.failed > 0 ? [EXIT.violated] : []),
      ...(summary.inconclusive > 0 || summary.scenarios === 0 || isCut ? [EXIT.inconclusive] : []),
    ]),
    suites: [testSuiteOfFile(session.file, { tally, cut }, replay)],
    files: await filesOfSweep({ sweep, tally, coverage, caseOf: caseFor }, session),
    counterexamples: shrunk.cases,
  };
}

interface Finished {
  readonly sweep: Sweep;
  readonly corpus: SweepCorpus;
  readonly tally: Tally;
  readonly shrunk: ShrunkFamilies;
  /** How far it came, if `--max-time` ended it. */
  readonly cut: string | undefined;
  /** What was covered, in sentences. */
  readonly coverage: readonly string[];
}

/** Prints the report or the document. */
function report({ sweep, corpus, tally, cut, shrunk, coverage }: Finished, session: Session): void {
  const { options } = session;
  const ended = `--max-time ended the run after ${cut ?? ""}; the others were not run`;
  const warnings = [
    ...tally.warnings(sweep.job.run.protocol),
    ...corpus.warnings,
    ...(cut === undefined ? [] : [ended]),
  ];
  for (const warning of warnings) session.warn(`warning: ${warning}`);
  if (options.json === true) {
    const document = {
      ...scenariosDocument(tally, shrunk.document),
      ...corpus.fields,
      ...warningFields(warnings),
    };
    session.json(JSON.stringify(document, null, 2));
    return;
  }
  const { roster } = sweep.scenarios;
  const { bugs } = sweep.job.run;
  const context = {
    ...{ roster, bugs, seconds: session.elapsed() },
    assumes: protocolOf(sweep.job.run).assumes,
    digested: options.digest === true ? ("transcripts" as const) : ("results" as const),
    replay: (id: string): string => replayLine(session, "scenario", id),
    shrunk: shrunk.lines,
    coverage,
  };
  session.print(summaryReport(tally, context, session.paint));
}

/** How far a run came that `--max-time` ended. */
const outOfTime = ({ places, job }: Sweep, scenarios: number): string =>
  `${scenarios} of ${count(placesBefore(places, job.shard), "scenario")}`;

const coverageOf = (
  { chosen, choice, places }: Sweep,
  results: Parameters<typeof coverageOfFile>[1],
): readonly string[] =>
  chosen === undefined || choice === undefined
    ? coverageOfFile(places, results)
    : coverageOfSpace({ chosen, choice }, results);

/** One scenario of a file, or of the space that it is from, as a case without expectations. */
async function caseOf(file: ScenarioFile, id: string): Promise<Case> {
  const { header, name } = file;
  for await (const { scenario } of scenariosOf(file)) {
    if (scenario.id === id) return { ...header, scenario, bugs: [] };
  }
  if (isNotation(id)) return { ...header, scenario: scenarioOnLine(id, header.roster), bugs: [] };
  const space = spaceOfFile(header);
  if (space !== undefined) {
    return { ...header, scenario: scenarioOfSpace(space, id, name), bugs: [] };
  }
  throw new InputError([{ path: "", wrong: `holds no scenario ${show(id)}` }], name);
}

/** Says on standard error what makes the numbers of a run mean less than they seem to. */
function warn({ name, repeated, chosen }: ScenarioFile, session: Session): void {
  const of = `${name}: warning:`;
  const first = `the first is ${show(repeated.first)}`;
  if (chosen === 0) session.warn(`${of} it holds no scenarios: nothing is run, nothing is shown`);
  if (repeated.scenarios > 0) {
    const what = "scenarios that repeat an earlier one, and count again";
    session.warn(`${of} ${what}: ${repeated.scenarios}; ${first}`);
  }
  if (repeated.ids > 0) {
    const what = "scenarios with the id of an earlier one, and other rounds";
    session.warn(`${of} ${what}: ${repeated.ids}; --scenario finds the earlier one; ${first}`);
  }
}
