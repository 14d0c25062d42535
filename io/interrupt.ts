const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Calls `clean` if the process ends before this is called off, be it by a signal, after which the
 * process ends by the same signal, as shells expect. Returns what calls it off.
 */
export function onInterrupt(clean: () => void): () => void {
  const handle = (signal: NodeJS.Signals) => {
    clean();
    callOff();
    if (SIGNALS.every((name) => process.listenerCount(name) === 0)) {
      process.kill(process.pid, signal);
    }
  };
  const callOff = () => {
    process.removeListener("exit", clean);
    for (const signal of SIGNALS) process.removeListener(signal, handle);
  };
  process.on("exit", clean);
  for (const signal of SIGNALS) process.on(signal, handle);
  return callOff;
}
