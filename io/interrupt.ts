/** Cleanup handlers that run when the process is interrupted. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

type Clean = () => void;

const cleaners = new Set<Clean>();

/**
 * Registers `clean`, to be called if the process ends or is interrupted by a signal. After a
 * signal, the process ends by the same signal, as shells expect. Returns a function that removes
 * `clean`.
 */
export function onInterrupt(clean: Clean): () => void {
  // The same function may be given twice.
  const own = (): void => {
    clean();
  };
  if (cleaners.size === 0) listen();
  cleaners.add(own);
  return () => {
    if (cleaners.delete(own) && cleaners.size === 0) listenNoMore();
  };
}

/**
 * Runs the handlers in reverse order, so that a lock is released after its file is written. All
 * handlers run even if one fails; the first failure is thrown at the end.
 */
function cleanAll(): void {
  const failures: unknown[] = [];
  for (const clean of [...cleaners].reverse()) {
    try {
      clean();
    } catch (error) {
      failures.push(error);
    }
  }
  cleaners.clear();
  listenNoMore();
  if (failures.length > 0) throw failures[0];
}

function handle(signal: NodeJS.Signals): void {
  try {
    cleanAll();
  } finally {
    if (SIGNALS.every((name) => process.listenerCount(name) === 0)) end(signal);
  }
}

/** Windows cannot send itself a SIGHUP. */
function end(signal: NodeJS.Signals): void {
  process.kill(process.pid, process.platform === "win32" ? "SIGTERM" : signal);
}

function listen(): void {
  process.on("exit", cleanAll);
  for (const signal of SIGNALS) process.on(signal, handle);
}

function listenNoMore(): void {
  process.removeListener("exit", cleanAll);
  for (const signal of SIGNALS) process.removeListener(signal, handle);
}
