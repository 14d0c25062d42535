/** The side of a worker pool that runs in the worker thread. */
import { parentPort, workerData } from "node:worker_threads";

/** The first message of a worker: it is prepared, and the time of its tasks begins to count. */
export const READY = "ready";

/**
 * Makes a module the body of a worker: `prepare` is called once with the pool's data, and what it
 * resolves to is called with each task; tasks that come before wait. What is thrown ends the
 * worker. The types are those of the pool, on trust.
 */
export async function serveTasks(
  prepare: (data: never) => Promise<(task: never) => unknown>,
): Promise<void> {
  const perform = await prepare(workerData as never);
  parentPort?.postMessage(READY);
  parentPort?.on("message", (task: unknown) => {
    parentPort?.postMessage(perform(task as never));
  });
}
