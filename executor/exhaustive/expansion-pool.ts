/** Pools that expand batches: in this thread, or in worker threads. */
import { WorkerPool } from "../../io/workers/worker-pool.js";
import { nodeSha256 } from "../../io/node-sha256.js";
import { sourceOf } from "../../io/protocols/load.js";
import type { ProtocolSource } from "../../io/protocols/load.js";
import type { Expansion } from "./expansion.js";
import { batchExpander } from "./expansion.js";
import type { ExpansionPool } from "./explore.js";
import type { StateClass } from "./frontier.js";
import { searchSpaceOf } from "./search-space.js";
import type { ExplorationJob, SearchSpace } from "./search-space.js";

/** A job without its protocol's code, as plain data. */
export interface PortableJob extends ExplorationJob {
  readonly protocol?: ProtocolSource;
}

/** A pool that must be closed when the work is done. */
export interface ClosablePool extends ExpansionPool {
  close(): Promise<void>;
}

/** Expands in this thread, and yields to the event loop between batches. */
export function inProcessPool(searchSpace: SearchSpace, examples: number): ClosablePool {
  const expand = batchExpander(searchSpace, examples);
  return {
    size: 1,
    async expand(batch) {
      await new Promise((resolve) => setImmediate(resolve));
      return expand(batch);
    },
    close: () => Promise.resolve(),
  };
}

/** The form of a job that can be sent to another thread, which loads a protocol's module itself. */
function portable({ run, ...others }: ExplorationJob): PortableJob {
  const { loaded, ...rest } = run;
  if (loaded === undefined) return { ...others, run: rest };
  return { ...others, run: rest, protocol: sourceOf(loaded) };
}

/**
 * A pool of `size` threads, each running the worker module. A batch may take so many seconds of
 * real time; undefined: any time. A pool of one works in this thread, unless batches are timed:
 * what does not return can only be ended in another one.
 */
export function workerPool(
  size: number,
  job: ExplorationJob,
  module: URL,
  seconds?: number,
): ClosablePool {
  if (size === 1 && seconds === undefined) {
    return inProcessPool(searchSpaceOf(job, nodeSha256), job.examples);
  }
  const workers = new WorkerPool<readonly StateClass[], Expansion>(module, portable(job), size, {
    seconds,
  });
  return {
    size,
    expand: (batch) => workers.run(batch),
    close: () => workers.close(),
  };
}
