/** Work that is done when the process ends by itself. */
import { isMainThread } from "node:worker_threads";

/** Only the main thread is told of the end; another one is ended together with its children. */
export function onExit(work: () => void): void {
  if (isMainThread) process.once("exit", work);
}
