import { EXIT, exitCodeOf } from "../io/exit.js";
import { progressOf } from "../io/progress.js";
import { isNotation } from "../lib/scenario/notation.js";
import { InputError, show } from "../lib/scenario/problem.js";
import { propertiesOf } from "../lib/properties/all.js";
import { suiteOfFile } from "./checks.js";
import type { Case, RunConfig } from "./config.js";
import type { ResultsDocument } from "./document.js";
import { execCases } from "./exec-cases.js";
import type { ScenarioRecord } from "./record.js";
import { replayLine } from "./replay.js";
import type { Finished } from "./reports.js";
import { summaryReport } from "./report-summary.js";
import { resultsHeader } from "./results-format.js";
import { ResultsLog } from "./results-log.js";
import { protocolOf } from "./run-case.js";
import { scenarioRunner } from "./run-scenario.js";
import type { Digests } from "./run-scenario.js";
import { checkScenarioFile, scenariosOf } from "./scenario-source.js";
import type { ScenarioFile } from "./scenario-source.js";
import type { Options, Session } from "./session.js";
import { scenarioOfSpace, scenarioOnLine, spaceOfFile } from "./space-source.js";
import { Tally } from "./tally.js";

/** Runs the scenarios of a file, or one of them, and reports. */
export async function execScenarios(
  run: RunConfig,
  name: string,
  session: Session,
): Promise<Finished> {
  const file = await checkScenarioFile(name, protocolOf(run));
  const { scenario } = session.options;
  if (scenario !== undefined) {
    return execCases(run, [await caseOf(file, scenario)], session);
  }
  const tally = await runAll(run, file, session);
  const summary = tally.summary();
  const seconds = session.elapsed();
  const replay = (id: string): string => replayLine(session, "scenario", id);
  if (session.options.json === true) {
    const document: ResultsDocument = { ...summary, seconds };
    session.print([JSON.stringify(document, null, 2)]);
  } else {
    const digested = session.options.digest === true ? "transcripts" : "results";
    const { roster } = file.header;
    const context = { roster, bugs: run.bugs, digested, seconds, replay } as const;
    session.print(summaryReport(tally, context, session.paint));
  }
  return {
    exit: exitCodeOf([
      ...(tally.failed > 0 ? [EXIT.violated] : []),
      ...(summary.inconclusive > 0 ? [EXIT.inconclusive] : []),
    ]),
    suites: [suiteOfFile(session.file, tally, replay)],
    trace: [],
  };
}

/** One scenario of a file, or of the space that it is from, as a case without expectations. */
async function caseOf(file: ScenarioFile, id: string): Promise<Case> {
  const { header, name } = file;
  for await (const scenario of scenariosOf(file)) {
    if (scenario.id === id) return { ...header, scenario, bugs: [] };
  }
  if (isNotation(id)) return { ...header, scenario: scenarioOnLine(id, header.roster), bugs: [] };
  const space = spaceOfFile(header);
  if (space !== undefined) {
    return { ...header, scenario: scenarioOfSpace(space, id, name), bugs: [] };
  }
  throw new InputError([{ path: "", wrong: `holds no scenario ${show(id)}` }], name);
}

async function runAll(run: RunConfig, file: ScenarioFile, session: Session): Promise<Tally> {
  const { options } = session;
  const digests = digestsOf(options);
  const tally = new Tally(propertiesOf(protocolOf(run)), digests === "all");
  const log = await openLog(run, file, session, (record) => {
    tally.add(record);
  });
  const recordOf = scenarioRunner(run, file.header, digests);
  const total = Math.min(file.scenarios, options.limit ?? Infinity);
  const progress = progressOf(total, "scenarios");
  let place = 0;
  for await (const scenario of scenariosOf(file)) {
    if (place === total) break;
    if (log?.has(scenario.id, place) !== true) {
      const record = recordOf(scenario, place);
      tally.add(record);
      log?.add(record);
    }
    place++;
    progress.update(place);
  }
  progress.stop();
  log?.finish(tally.summary());
  return tally;
}

function digestsOf({ digest, out }: Options): Digests {
  if (digest === true) return "all";
  return out === undefined ? "none" : "some";
}

async function openLog(
  run: RunConfig,
  { header }: ScenarioFile,
  { options, version }: Session,
  take: (record: ScenarioRecord) => void,
): Promise<ResultsLog | undefined> {
  if (options.out === undefined) return undefined;
  const basis = { run, header, digests: digestsOf(options) };
  return ResultsLog.open(options.out, resultsHeader(version, basis), take);
}
