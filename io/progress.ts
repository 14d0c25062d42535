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
  bar.start(total, 0, { speed: 0 });
  return {
    update(done) {
      const seconds = (performance.now() - started) / 1000;
      bar.update(done, { speed: Math.round(done / Math.max(seconds, 0.001)) });
    },
    stop() {
      bar.stop();
    },
  };
}
