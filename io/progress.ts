import cliProgress from "cli-progress";

/** Shows how far long work has come: on stderr, and only to a person at a terminal. */
export interface Progress {
  /** So much is done. */
  update(done: number): void;
  /** Clears the line. */
  stop(): void;
}

const SILENT: Progress = {
  update: () => undefined,
  stop: () => undefined,
};

/** Nobody needs to be told about shorter work. */
const PATIENCE_MS = 1000;

/** Work of a known size, counted in `unit`. */
export function progressOf(total: number, unit: string): Progress {
  if (!process.stderr.isTTY || process.env["CI"] !== undefined) return SILENT;
  const bar = new cliProgress.SingleBar({
    format: `{bar} {percentage}% {value} of {total} ${unit}, {speed}/s, {eta_formatted} left`,
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
    etaBuffer: 100,
  });
  const started = performance.now();
  return {
    update(done) {
      const elapsed = performance.now() - started;
      if (elapsed < PATIENCE_MS) return;
      const speed = Math.round((done * 1000) / elapsed);
      if (!bar.isActive) bar.start(total, done, { speed });
      bar.update(done, { speed });
    },
    stop() {
      bar.stop();
    },
  };
}
