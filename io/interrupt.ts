const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Calls `clean` if the process is interrupted, which then ends by the same signal, as shells
 * expect. Returns what calls it off.
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
    for (const signal of SIGNALS) process.removeListener(signal, handle);
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  return callOff;
}
