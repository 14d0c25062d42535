/** Runs ranges in this thread or in worker threads. */
import { WorkerPool } from "../../io/worker-pool.js";
import { portable } from "./job.js";
import type { SweepJob } from "./job.js";
import type { RangeResult, RangeTask } from "./range.js";
import { rangeRunner } from "./range-runner.js";

/** Runs ranges; closed when the work is done. */
export interface RangePool {
  /** How many ranges are worth submitting at once. */
  readonly width: number;
  run(task: RangeTask): Promise<RangeResult>;
  close(): Promise<void>;
}

/** Submitted ranges per worker: one is run, the next waits, and results wait for their turn. */
const RANGES_A_WORKER = 4;

/** So many threads, each made from the module of the worker; one is this thread itself. */
export function rangePool(workers: number, job: SweepJob, module: URL): RangePool {
  if (workers === 1) return ownThread(job);
  const pool = new WorkerPool<RangeTask, RangeResult>(module, portable(job), workers);
  return {
    width: RANGES_A_WORKER * workers,
    run: (task) => pool.run(task),
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
