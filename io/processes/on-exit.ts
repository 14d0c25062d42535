/** Work that is done when the process ends by itself. */
import { isMainThread } from "node:worker_threads";

const all: (() => void)[] = [];

/** Only the main thread is told of the end; another one is ended together with its children. */
export function onExit(work: () => void): void {
  if (!isMainThread) return;
  if (all.length === 0) process.once("exit", doAll);
  all.push(work);
}

function doAll(): void {
  for (const work of all) work();
}
