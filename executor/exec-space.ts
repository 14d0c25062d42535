/** twins-exec --exhaustive: judges every scenario of a space and reports the counts. */
import { EXIT, exitCodeOf } from "../io/exit.js";
import type { ExitCode } from "../io/exit.js";
import { nodeSha256 } from "../io/node-sha256.js";
import { doAll } from "../io/outputs/do-all.js";
import { writeWhole } from "../io/outputs/output.js";
import { statusLine } from "../io/status-line.js";
import { InputError } from "../lib/scenario/input/problem.js";
import type { RunConfig } from "./config/config.js";
import { censusOf } from "./exhaustive/census.js";
import type { Census } from "./exhaustive/census.js";
import { certificateOf } from "./exhaustive/certificates/certificate.js";
import { Checkpoint } from "./exhaustive/certificates/checkpoint.js";
import { crewOf } from "./exhaustive/crew.js";
import { explore } from "./exhaustive/explore.js";
import { renamingsRefused } from "./exhaustive/renamings.js";
import { explorationDocument, explorationReport, progressWords } from "./exhaustive/report.js";
import type { Survey } from "./exhaustive/survey.js";
import { assertAllCounted, newSurvey } from "./exhaustive/survey.js";
import { territoryOf } from "./exhaustive/territory.js";
import type { Assignment, Territory } from "./exhaustive/territory.js";
import { judgedIn } from "./run/run-case.js";
import { replayLine } from "./reports/replay.js";
import type { Session } from "./session.js";
import type { SpaceDefinition } from "./sources/space-source.js";

/** Default number of witnesses for each kind of failure. */
const EXAMPLES = 3;

/** Fewer scenarios are judged before a second thread has started. */
const MANY = 100_000n;

/** Judges every scenario of a space, and reports. */
export async function execSpace(
  run: RunConfig,
  numbered: SpaceDefinition,
  session: Session,
): Promise<ExitCode> {
  if (run.crypto !== "structural") {
    const wrong = `is ${run.crypto}, whose signatures tell equal states apart`;
    throw new InputError([{ path: "--crypto", wrong, allowed: "structural" }]);
  }
  const { options } = session;
  const properties = judgedIn(run).map(({ name }) => name);
  const assignment = {
    ...{ numbered, run, properties, examples: options.witnesses ?? EXAMPLES },
    without: options.withoutReduction ?? [],
  };
  const territory = territoryOf(assignment, nodeSha256);
  if (options.symmetry === true) throw new InputError([renamingsRefused(territory.space)]);
  const checkpoint = await Checkpoint.open(options.checkpoint, assignment, session.version);
  const survey = checkpoint.found ?? newSurvey(territory, assignment.examples);
  await checkpoint.trusting(async () => {
    await judgeAll({ survey, assignment, territory }, checkpoint, session);
    assertAllCounted(survey, territory);
  });
  const findings = survey.findings.all();
  const census = censusOf(findings, properties);
  const { space } = territory;
  const { examples } = assignment;
  const seconds = session.elapsed();
  const { reductions } = territory;
  const report = { census, survey, space, bugs: run.bugs, reductions, examples, seconds };
  const replay = (id: string): string => replayLine(session, "scenario", id);
  const publish = async (): Promise<boolean> => {
    if (options.json === true) session.json(explorationDocument(report));
    else session.print(explorationReport(report, replay, session.paint));
    const { certificate } = options;
    let isDelivered = false;
    await doAll([
      async () => {
        if (certificate !== undefined) {
          const by = { tool: session.version, sha256: nodeSha256 };
          await writeWhole(certificate, certificateOf(survey.findings, assignment, by));
        }
      },
      async () => {
        isDelivered = await session.delivered();
      },
    ]);
    return isDelivered;
  };
  await checkpoint.removeAfter(survey, publish);
  return exitOf(census, survey, run);
}

interface ExplorationWork {
  readonly survey: Survey;
  readonly assignment: Assignment;
  readonly territory: Territory;
}

async function judgeAll(
  { survey, assignment, territory }: ExplorationWork,
  checkpoint: Checkpoint,
  session: Session,
): Promise<void> {
  const { scenarios } = territory.space.counts;
  const workers = session.options.workers ?? (scenarios < MANY ? 1 : session.cores);
  const crew = crewOf(workers, assignment, session.explorer);
  const status = statusLine();
  const stopSaving = checkpoint.keep(survey);
  try {
    await explore(survey, crew, () => {
      status.show(() => progressWords(survey, scenarios, session.elapsed()));
      checkpoint.saveIfDue(survey);
    });
  } catch (error) {
    if (error instanceof InputError) checkpoint.save(survey);
    throw error;
  } finally {
    stopSaving();
    status.clear();
    await crew.dismiss();
  }
}

/**
 * Limits are held against the longest run there can be, also where runs were not followed, and with
 * room for the timers of idle nodes, which are not counted alike.
 */
function exitOf(census: Census, { findings }: Survey, { limits }: RunConfig): ExitCode {
  const { events, time } = findings.longest;
  const unlimited = 2 * events < limits.events && 2 * time <= limits.time;
  const failed = census.crashed > 0n || Object.values(census.violated).some((count) => count > 0n);
  return exitCodeOf([
    ...(failed ? [EXIT.violated] : []),
    ...(unlimited && census.inconclusive === 0n ? [] : [EXIT.inconclusive]),
  ]);
}
