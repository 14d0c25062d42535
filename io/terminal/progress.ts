/** A progress bar on a terminal. */
import cliProgress from "cli-progress";
import { duration } from "./text.js";

/** Shows how far long work has come: on stderr, and only to a person at a terminal. */
export interface ProgressBar {
  /** So much is done. */
  update(done: number): void;
  /** Clears the line. */
  stop(): void;
}

const SILENT: ProgressBar = {
  update: () => undefined,
  stop: () => undefined,
};

/** Shorter work shows no progress bar. */
const DELAY_MS = 1000;

/** Work of a known size, counted in `unit`. */
export function progressOf(total: number, unit: string): ProgressBar {
  if (!process.stderr.isTTY || process.env["CI"] !== undefined) return SILENT;
  const bar = new cliProgress.SingleBar({
    format: `{bar} {percentage}% {value} of {total} ${unit}, {speed}/s, {left} left`,
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
  });
  const started = performance.now();
  return {
    update(done) {
      const elapsed = performance.now() - started;
      if (elapsed < DELAY_MS || done === 0) return;
      const told = {
        speed: Math.round((done * 1000) / elapsed),
        left: duration(((total - done) * elapsed) / done / 1000),
      };
      if (!bar.isActive) bar.start(total, done, told);
      bar.update(done, told);
    },
    stop() {
      bar.stop();
    },
  };
}
