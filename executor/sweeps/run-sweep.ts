/** Runs a sweep: ranges side by side, results in order, until the end or a stop. */
import { redisAddress } from "../../io/queue/connection.js";
import { statusLine } from "../../io/terminal/status-line.js";
import { runsInProgram } from "../../io/protocols/choose.js";
import { queuePool } from "../queue/queue-pool.js";
import { judgedIn } from "../run/run-case.js";
import { ResultsLog } from "../results/results-log.js";
import { Tally } from "../results/tally.js";
import type { Session } from "../session.js";
import { inOrder } from "./in-order.js";
import { progressWords } from "./progress.js";
import { placesBefore, rangeBefore } from "./range.js";
import type { RangeResult, RangeTask } from "./range.js";
import { rangePool, threadPool } from "./range-pool.js";
import type { RangePool } from "./range-pool.js";
import type { Sweep } from "./sweep.js";

/** The results of a sweep. */
export interface SweepResult {
  readonly tally: Tally;
  /** The place at which it ended: all places, unless it was stopped before. */
  readonly end: number;
}

/** Fewer scenarios are run before a second thread has started. */
const MANY = 5000;

/**
 * Runs the scenarios of a sweep, and writes their results (`--out`). What is written and returned
 * does not depend on the number of workers; where `--max-time` stops it depends on the time.
 */
export async function runSweep(sweep: Sweep, session: Session): Promise<SweepResult> {
  const { job, places, tasks } = sweep;
  const tally = new Tally(judgedIn(job.run), job.digests === "all");
  const total = placesBefore(places, job.shard);
  const pool = await poolFor(sweep, session);
  try {
    const log = await openLog(sweep, tally, session);
    const last = await runRanges({ sweep, tally, log, pool }, session);
    const end = placesBefore(last, job.shard) === total ? places : last;
    log?.finish(tally.summary(), { end, places }, sweep.of);
    return { tally, end };
  } finally {
    await pool.close();
    await tasks.return(undefined);
  }
}

/** Threads of this machine, or workers elsewhere (`--queue`). */
async function poolFor(sweep: Sweep, session: Session): Promise<RangePool> {
  const { options, sweeper, cores, warn } = session;
  const seconds = options.nodeTimeout;
  if (options.queue !== undefined) {
    const address = redisAddress(options.queue, session.redisUrl);
    return queuePool(sweep, { address, seconds, warn });
  }
  const { job, places } = sweep;
  if (runsInProgram(job.run)) {
    return threadPool(job, { workers: options.workers ?? 1, module: sweeper });
  }
  const many = placesBefore(places, job.shard) >= MANY;
  const workers = options.workers ?? (many ? cores : 1);
  return rangePool(job, { workers, module: sweeper, seconds });
}

const openLog = async (
  sweep: Sweep,
  tally: Tally,
  { options: { out } }: Session,
): Promise<ResultsLog | undefined> =>
  out === undefined
    ? undefined
    : ResultsLog.open(out, sweep, (result) => {
        take(tally, result);
      });

function take(tally: Tally, { counts, failures, withoutRounds = false }: RangeResult): void {
  if (withoutRounds) tally.noteNoRounds();
  tally.addPart(
    counts,
    failures.map(({ record }) => record),
  );
}

interface SweepRun {
  readonly sweep: Sweep;
  readonly tally: Tally;
  readonly log: ResultsLog | undefined;
  readonly pool: RangePool;
}

/** Runs the ranges that have no results yet, until a stop; returns the place after the last. */
async function runRanges(
  { sweep, tally, log, pool }: SweepRun,
  { options, elapsed }: Session,
): Promise<number> {
  const { bail = Infinity, maxTime = Infinity } = options;
  const { places, tasks } = sweep;
  const { shard } = sweep.job;
  const total = placesBefore(places, shard);
  const resumed = placesBefore(log?.end ?? 0, shard);
  const began = elapsed();
  const left = until(
    () => tally.failed >= bail || elapsed() >= maxTime,
    resumedTasks(log?.pending, tasks),
  );
  const status = statusLine();
  let end = log?.end ?? 0;
  try {
    for await (const finished of inOrder(left, (task) => pool.run(task), pool.width)) {
      const { task, result } = await upToBail(finished, { pool, tally, bail });
      take(tally, result);
      log?.add(task, result);
      end = task.to;
      status.show(() => {
        const done = placesBefore(end, shard);
        const seconds = elapsed() - began;
        return progressWords({ done, total, failed: tally.failed, resumed, seconds });
      });
      if (tally.failed >= bail) break;
    }
    return end;
  } finally {
    status.clear();
  }
}

/** The ranges that are still to be run. */
async function* resumedTasks(
  pending: RangeTask | undefined,
  tasks: AsyncIterable<RangeTask>,
): AsyncGenerator<RangeTask, undefined> {
  if (pending !== undefined) yield pending;
  yield* tasks;
}

/** Tasks until the sweep is to stop. */
async function* until(
  isStopped: () => boolean,
  tasks: AsyncIterable<RangeTask>,
): AsyncGenerator<RangeTask, undefined> {
  for await (const task of tasks) {
    if (isStopped()) return;
    yield task;
  }
}

interface Bail {
  readonly pool: RangePool;
  readonly tally: Tally;
  readonly bail: number;
}

interface RangeEnd {
  readonly task: RangeTask;
  readonly result: RangeResult;
}

/**
 * A range up to the failure at which the sweep is to end, which is run again for its counts. So the
 * sweep ends at the same scenario for any number of workers.
 */
async function upToBail(
  { task, result }: RangeEnd,
  { pool, tally, bail }: Bail,
): Promise<RangeEnd> {
  const last = result.failures[bail - tally.failed - 1];
  if (last === undefined || last.place + 1 === task.to) return { task, result };
  const cut = rangeBefore(task, last.place + 1);
  return { task: cut, result: await pool.run(cut) };
}
