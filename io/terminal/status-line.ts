/** A status line on a terminal. */
import { printableLine } from "../../lib/scenario/input/printable.js";

/** A line on stderr that says how far long work has come, for a person at a terminal. */
export interface StatusLine {
  /** Replaces the line, unless it was replaced only just now. */
  show(words: () => string): void;
  clear(): void;
}

const SILENT: StatusLine = { show: () => undefined, clear: () => undefined };

const INTERVAL_MS = 200;

/** Back to the beginning of the line, and nothing left of it. */
const ERASE = "\r\u001B[K";

export function statusLine(): StatusLine {
  if (!process.stderr.isTTY || process.env["CI"] !== undefined) return SILENT;
  let shown = performance.now();
  return {
    show(words) {
      const now = performance.now();
      if (now - shown < INTERVAL_MS) return;
      shown = now;
      const width = process.stderr.columns;
      process.stderr.write(`${ERASE}${printableLine(words()).slice(0, width - 1)}`);
    },
    clear() {
      process.stderr.write(ERASE);
    },
  };
}
