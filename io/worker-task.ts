/** The side of a worker pool that runs in the worker thread. */
import { parentPort, workerData } from "node:worker_threads";

/**
 * Makes a module the body of a worker: `prepare` is called once with the pool's data, and what it
 * returns is called with each task. What is thrown ends the worker. The types are those of the
 * pool, on trust.
 */
export function serveTasks(prepare: (data: never) => (task: never) => unknown): void {
  const perform = prepare(workerData as never);
  parentPort?.on("message", (task: unknown) => {
    parentPort?.postMessage(perform(task as never));
  });
}
