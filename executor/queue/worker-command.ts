/** What twins-worker does: runs ranges of every sweep that is announced and that it can run. */
import type { RedisAddress } from "../../io/queue/connection.js";
import { TaskSource } from "../../io/queue/task-source.js";
import type { TaskRunner } from "../../io/queue/task-source.js";
import { threadPool } from "../sweeps/range-pool.js";
import { rangeFrom } from "./range-message.js";
import { describedSweep } from "./sweep-description.js";
import type { WorkerIdentity } from "./sweep-description.js";

/** A worker, as its command line says it. */
export interface WorkerOptions {
  readonly address: RedisAddress;
  readonly concurrency: number;
  /** In seconds. */
  readonly wait: number;
  readonly identity: WorkerIdentity;
  /** The module of a thread. */
  readonly sweeper: URL;
  readonly warn: (line: string) => void;
}

/**
 * Runs ranges until there has been none for long enough, and returns how many. Throws
 * {@link InputError} if Redis cannot be used, and for a sweep that this worker cannot run alike.
 */
export async function runWorker(options: WorkerOptions): Promise<number> {
  const { address, concurrency, wait, warn } = options;
  const prepare = (announcement: string): Promise<TaskRunner> => runnerOf(announcement, options);
  const source = await TaskSource.open({ address, concurrency, wait, warn, prepare });
  return source.serve();
}

/** Threads even for one range at once: the worker itself must be free to keep its locks. */
async function runnerOf(
  announcement: string,
  { identity, concurrency, sweeper }: WorkerOptions,
): Promise<TaskRunner> {
  const { job, seconds } = await describedSweep(announcement, identity);
  const pool = threadPool(job, { workers: concurrency, module: sweeper, seconds });
  return {
    run: (task) => pool.run(rangeFrom(task, job.context.roster)),
    close: () => pool.close(),
  };
}
