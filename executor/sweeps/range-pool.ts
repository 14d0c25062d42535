/** Runs ranges in this thread or in worker threads. */
import { WorkerPool } from "../../io/workers/worker-pool.js";
import { judgedIn } from "../run/run-case.js";
import { portable } from "./job.js";
import type { SweepJob } from "./job.js";
import type { RangeResult, RangeTask } from "./range.js";
import { rangeRunner } from "./range-runner.js";
import { runWatched } from "./watchdog.js";

/** Runs ranges; closed when the work is done. */
export interface RangePool {
  /** How many ranges are worth submitting at once. */
  readonly width: number;
  run(task: RangeTask): Promise<RangeResult>;
  close(): Promise<void>;
}

/** Submitted ranges per worker: one is run, the next waits, and results wait for their turn. */
const RANGES_A_WORKER = 4;

/** Where the ranges of a job are run. */
export interface RangePoolOptions {
  /** So many threads; one is this thread itself, unless scenarios are timed. */
  readonly workers: number;
  /** The module of the worker. */
  readonly module: URL;
  /** So many seconds of real time a scenario may take; undefined: any time. */
  readonly seconds?: number | undefined;
}

/** A pool for the ranges of a job. What does not return can only be ended in another thread. */
export function rangePool(job: SweepJob, options: RangePoolOptions): RangePool {
  const { workers, seconds } = options;
  return workers === 1 && seconds === undefined ? ownThread(job) : threadPool(job, options);
}

/** A pool of threads, however many. */
export function threadPool(
  job: SweepJob,
  { workers, module, seconds }: RangePoolOptions,
): RangePool {
  const pool = new WorkerPool<RangeTask, RangeResult>(module, portable(job), workers, { seconds });
  const run = (task: RangeTask): Promise<RangeResult> => pool.run(task);
  const properties = judgedIn(job.run).map(({ name }) => name);
  return {
    width: RANGES_A_WORKER * workers,
    run: (task) => (seconds === undefined ? run(task) : runWatched(task, { job, properties, run })),
    close: () => pool.close(),
  };
}

/** Lets others have their turn between ranges. */
function ownThread(job: SweepJob): RangePool {
  const runRange = rangeRunner(job);
  return {
    width: 1,
    async run(task) {
      await new Promise((resolve) => setImmediate(resolve));
      return runRange(task);
    },
    close: () => Promise.resolve(),
  };
}
