/** twins-exec --exhaustive: judges every scenario of a space and reports the counts. */
import { EXIT, exitCodeOf } from "../io/exit.js";
import type { ExitCode } from "../io/exit.js";
import { nodeSha256 } from "../io/node-sha256.js";
import { doAll } from "../io/outputs/do-all.js";
import { writeWhole } from "../io/outputs/output.js";
import { NoAnswer } from "../io/workers/worker-pool.js";
import { statusLine } from "../io/terminal/status-line.js";
import { InputError } from "../lib/scenario/input/problem.js";
import type { RunConfig } from "./config/config.js";
import { totalsOf } from "./exhaustive/totals.js";
import type { OutcomeTotals } from "./exhaustive/totals.js";
import { certificateOf } from "./exhaustive/certificates/certificate.js";
import { Checkpoint } from "./exhaustive/certificates/checkpoint.js";
import { workerPool } from "./exhaustive/expansion-pool.js";
import { explore } from "./exhaustive/explore.js";
import { symmetryUnsupported } from "./exhaustive/symmetry.js";
import { explorationDocument, explorationReport, progressWords } from "./exhaustive/report.js";
import type { ExplorationState } from "./exhaustive/exploration-state.js";
import { assertAllCounted, initialState } from "./exhaustive/exploration-state.js";
import { searchSpaceOf } from "./exhaustive/search-space.js";
import type { ExplorationJob, SearchSpace } from "./exhaustive/search-space.js";
import { judgedIn } from "./run/run-case.js";
import { spaceWarnings } from "./run/sample.js";
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
  definition: SpaceDefinition,
  session: Session,
): Promise<ExitCode> {
  refuseSignatures(run);
  const { options } = session;
  const properties = judgedIn(run).map(({ name }) => name);
  const job = {
    ...{ definition, run, properties, examples: options.witnesses ?? EXAMPLES },
    without: options.withoutReduction ?? [],
  };
  const searchSpace = searchSpaceOf(job, nodeSha256);
  if (options.symmetry === true) throw new InputError([symmetryUnsupported(searchSpace.space)]);
  const checkpoint = await Checkpoint.open(options.checkpoint, job, session.version);
  const exploration = checkpoint.resumed ?? initialState(searchSpace, job.examples);
  const isAnswered = await checkpoint.trusting(async () => {
    const isInTime = await isJudgedInTime({ exploration, job, searchSpace }, checkpoint, session);
    if (isInTime) assertAllCounted(exploration, searchSpace);
    return isInTime;
  });
  if (!isAnswered) return EXIT.violated;
  const findings = exploration.findings.all();
  const totals = totalsOf(findings, properties);
  const { space, reductions } = searchSpace;
  const report = {
    ...{ totals, exploration, space, reductions },
    ...{ bugs: run.bugs, examples: job.examples, seconds: session.elapsed() },
  };
  const warnings = spaceWarnings(run, definition);
  for (const warning of warnings) session.warn(`warning: ${warning}`);
  const replay = (id: string): string => replayLine(session, "scenario", id);
  const publish = async (): Promise<boolean> => {
    if (options.json === true) session.json(explorationDocument(report, warnings));
    else session.print(explorationReport(report, replay, session.paint));
    const { certificate } = options;
    let isDelivered = false;
    await doAll([
      async () => {
        if (certificate !== undefined) {
          const by = { tool: session.version, sha256: nodeSha256 };
          await writeWhole(certificate, certificateOf(exploration.findings, job, by));
        }
      },
      async () => {
        isDelivered = await session.delivered();
      },
    ]);
    return isDelivered;
  };
  await checkpoint.removeAfter(exploration, publish);
  return exitOf(totals, exploration, run);
}

function refuseSignatures({ crypto }: RunConfig): void {
  if (crypto === "structural") return;
  const wrong = `is ${crypto}, whose signatures tell equal states apart`;
  throw new InputError([{ path: "--crypto", wrong, allowed: "structural" }]);
}

interface ExplorationWork {
  readonly exploration: ExplorationState;
  readonly job: ExplorationJob;
  readonly searchSpace: SearchSpace;
}

/** Judges everything. False, and says so, if the protocol does not answer in time. */
async function isJudgedInTime(
  work: ExplorationWork,
  checkpoint: Checkpoint,
  session: Session,
): Promise<boolean> {
  try {
    await judgeAll(work, checkpoint, session);
    return true;
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    const { protocol } = work.job.run;
    const what = "handle, or another function of it, may never return; nothing was counted";
    session.warn(`crashed: ${protocol} gave ${error.message}: ${what}`);
    return false;
  }
}

async function judgeAll(
  { exploration, job, searchSpace }: ExplorationWork,
  checkpoint: Checkpoint,
  session: Session,
): Promise<void> {
  const { scenarios } = searchSpace.space.counts;
  const workers = session.options.workers ?? (scenarios < MANY ? 1 : session.cores);
  const pool = workerPool(workers, job, session.explorer, session.options.nodeTimeout);
  const status = statusLine();
  const stopSaving = checkpoint.keep(exploration);
  try {
    await explore(exploration, pool, () => {
      status.show(() => progressWords(exploration, scenarios, session.elapsed()));
      checkpoint.saveIfDue(exploration);
    });
  } catch (error) {
    if (error instanceof InputError || error instanceof NoAnswer) checkpoint.save(exploration);
    throw error;
  } finally {
    stopSaving();
    status.clear();
    await pool.close();
  }
}

/**
 * Limits are held against the longest run there can be, also where runs were not followed, and with
 * room for the timers of quiescent nodes, which are not counted alike.
 */
function exitOf(
  totals: OutcomeTotals,
  { findings }: ExplorationState,
  { limits }: RunConfig,
): ExitCode {
  const { events, time } = findings.longest;
  const unlimited = 2 * events < limits.events && 2 * time <= limits.time;
  const failed = totals.crashed > 0n || Object.values(totals.violated).some((count) => count > 0n);
  return exitCodeOf([
    ...(failed ? [EXIT.violated] : []),
    ...(unlimited && totals.inconclusive === 0n ? [] : [EXIT.inconclusive]),
  ]);
}
