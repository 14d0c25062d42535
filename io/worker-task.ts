import { parentPort, workerData } from "node:worker_threads";

/**
 * Makes a module the body of a worker: `prepare` is called once with the pool's data, and what it
 * returns is called with each task. What is thrown ends the worker.
 */
export function serveTasks<Data, Task, Result>(prepare: (data: Data) => (task: Task) => Result) {
  const perform = prepare(workerData as Data);
  parentPort?.on("message", (task: Task) => {
    parentPort?.postMessage(perform(task));
  });
}
