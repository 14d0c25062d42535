/** Keeps the last lines of a child's log, by run, in bounded memory. */

const MOST_LINES = 10;
const LONGEST_SHOWN = 300;

interface LogLine {
  readonly run: number;
  readonly text: string;
}

/** The last lines of a log that comes in pieces. `run` says to which run a piece belongs. */
export class LogTail {
  readonly #run: () => number;
  readonly #lines: LogLine[] = [];
  #rest = "";

  constructor(run: () => number) {
    this.#run = run;
  }

  /** Adds a piece. O(its length). */
  add(bytes: Buffer): void {
    const lines = (this.#rest + bytes.toString("utf8")).split("\n");
    this.#rest = (lines.pop() ?? "").slice(0, LONGEST_SHOWN);
    const run = this.#run();
    for (const line of lines.slice(-MOST_LINES)) {
      this.#lines.push({ run, text: line.slice(0, LONGEST_SHOWN) });
    }
    this.#lines.splice(0, Math.max(0, this.#lines.length - MOST_LINES));
  }

  /** The last lines of the present run, oldest first; blank ones are left out. */
  lines(): readonly string[] {
    const run = this.#run();
    const own = this.#lines.filter((line) => line.run === run).map(({ text }) => text);
    return [...own, this.#rest].filter((line) => line.trim() !== "");
  }
}
