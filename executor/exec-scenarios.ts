/** Runs the scenarios of a file, or one of them: twins-exec with a scenario file. */
import { EXIT, exitCodeOf } from "../io/exit.js";
import { progressOf } from "../io/progress.js";
import { isNotation } from "../lib/scenario/notation.js";
import { InputError, show } from "../lib/scenario/input/problem.js";
import { testSuiteOfFile } from "./reports/checks.js";
import type { Case, RunConfig } from "./config/config.js";
import { warningFields } from "./results/document.js";
import type { ResultsDocument } from "./results/document.js";
import { execCases } from "./exec-cases.js";
import type { ScenarioRecord } from "./results/record.js";
import { replayLine } from "./reports/replay.js";
import type { CommandResult } from "./reports/reports.js";
import { summaryReport } from "./reports/report-summary.js";
import { resultsHeader } from "./results/results-format.js";
import { ResultsLog } from "./results/results-log.js";
import { judgedIn, protocolOf } from "./run/run-case.js";
import { scenarioRunner } from "./run/run-scenario.js";
import type { Digests } from "./run/run-scenario.js";
import { checkScenarioFile, scenariosOf } from "./sources/scenario-source.js";
import type { ScenarioFile, SourceScenario } from "./sources/scenario-source.js";
import type { Options, Session } from "./session.js";
import { scenarioOfSpace, scenarioOnLine, spaceOfFile } from "./sources/space-source.js";
import { Tally } from "./results/tally.js";

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
  const tally = await runAll(run, file, session);
  const summary = tally.summary();
  const replay = (id: string): string => replayLine(session, "scenario", id);
  const warnings = tally.warnings(run.protocol);
  for (const warning of warnings) session.warn(`warning: ${warning}`);
  if (session.options.json === true) {
    const document: ResultsDocument = { ...summary, ...warningFields(warnings) };
    session.json(JSON.stringify(document, null, 2));
  } else {
    const digested = session.options.digest === true ? "transcripts" : "results";
    const { roster } = file.header;
    const seconds = session.elapsed();
    const context = { roster, bugs: run.bugs, digested, seconds, replay } as const;
    session.print(summaryReport(tally, context, session.paint));
  }
  return {
    exit: exitCodeOf([
      ...(tally.failed > 0 ? [EXIT.violated] : []),
      ...(summary.inconclusive > 0 || summary.scenarios === 0 ? [EXIT.inconclusive] : []),
    ]),
    suites: [testSuiteOfFile(session.file, tally, replay)],
    trace: [],
  };
}

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

async function runAll(run: RunConfig, file: ScenarioFile, session: Session): Promise<Tally> {
  const digests = digestsOf(session.options);
  const tally = new Tally(judgedIn(run), digests === "all");
  const progress = progressOf(file.chosen, "scenarios");
  const scenarios = scenariosOf(file);
  try {
    const log = await openLog({ run, file, scenarios }, session, (record) => {
      tally.add(record);
    });
    const recordOf = scenarioRunner(run, file.header, digests, session.options.verifyDeterminism);
    let place = log?.done ?? 0;
    for await (const { scenario, digest } of scenarios) {
      const record = recordOf(scenario, place);
      tally.add(record);
      log?.add(record, digest);
      place++;
      progress.update(place);
    }
    log?.finish(tally.summary());
    return tally;
  } finally {
    progress.stop();
    await scenarios.return(undefined);
  }
}

function digestsOf({ digest, out }: Options): Digests {
  if (digest === true) return "all";
  return out === undefined ? "none" : "some";
}

interface Work {
  readonly run: RunConfig;
  readonly file: ScenarioFile;
  /** Those to run; of these the log takes those that it has results of. */
  readonly scenarios: AsyncIterator<SourceScenario>;
}

async function openLog(
  { run, file, scenarios }: Work,
  { options, version }: Session,
  take: (record: ScenarioRecord) => void,
): Promise<ResultsLog | undefined> {
  if (options.out === undefined) return undefined;
  const { header } = file;
  const basis = { run, header, digests: digestsOf(options) };
  return ResultsLog.open(options.out, resultsHeader(version, basis), scenarios, take);
}
