/** Runs a sweep: ranges side by side, results in order, until the end or a stop. */
import { statusLine } from "../../io/status-line.js";
import { judgedIn } from "../run/run-case.js";
import { ResultsLog } from "../results/results-log.js";
import { Tally } from "../results/tally.js";
import type { Session } from "../session.js";
import { inOrder } from "./in-order.js";
import { progressWords } from "./progress.js";
import { placesBefore, rangeBefore } from "./range.js";
import type { RangeResult, RangeTask } from "./range.js";
import { rangePool } from "./range-pool.js";
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
  const { options } = session;
  const { job, places, tasks } = sweep;
  const tally = new Tally(judgedIn(job.run), job.digests === "all");
  const take = ({ counts, failures }: RangeResult): void => {
    tally.addPart(
      counts,
      failures.map(({ record }) => record),
    );
  };
  const total = placesBefore(places, job.shard);
  const workers = options.workers ?? (total < MANY ? 1 : session.cores);
  const pool = rangePool(workers, job, session.sweeper);
  const status = statusLine();
  try {
    const log =
      options.out === undefined ? undefined : await ResultsLog.open(options.out, sweep, take);
    const resumed = placesBefore(log?.end ?? 0, job.shard);
    const began = session.elapsed();
    const isStopped = (): boolean =>
      (options.bail !== undefined && tally.failed >= options.bail) ||
      (options.maxTime !== undefined && session.elapsed() >= options.maxTime);
    const left = until(isStopped, resumedTasks(log?.pending, tasks));
    let end = log?.end ?? 0;
    for await (const { task, result } of inOrder(left, (each) => pool.run(each), pool.width)) {
      const ended = await upToBail(task, result, { pool, tally, bail: options.bail });
      take(ended.result);
      log?.add(ended.task, ended.result);
      end = ended.task.to;
      status.show(() => {
        const done = placesBefore(end, job.shard);
        const seconds = session.elapsed() - began;
        return progressWords({ done, total, failed: tally.failed, resumed, seconds });
      });
      if (options.bail !== undefined && tally.failed >= options.bail) break;
    }
    const isComplete = placesBefore(end, job.shard) === total;
    const reached = isComplete ? places : end;
    log?.finish(tally.summary(), { end: reached, places }, sweep.of);
    return { tally, end: reached };
  } finally {
    status.clear();
    await pool.close();
    await tasks.return(undefined);
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
  readonly bail: number | undefined;
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
  task: RangeTask,
  result: RangeResult,
  { pool, tally, bail }: Bail,
): Promise<RangeEnd> {
  const last = bail === undefined ? undefined : result.failures[bail - tally.failed - 1];
  if (last === undefined || last.place + 1 === task.to) return { task, result };
  const cut = rangeBefore(task, last.place + 1);
  return { task: cut, result: await pool.run(cut) };
}
