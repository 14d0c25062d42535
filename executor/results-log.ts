import { GrowingFile, linesIfAny } from "../io/outputs/growing-file.js";
import { InputError, show } from "../lib/scenario/problem.js";
import type { ScenarioRecord } from "./record.js";
import { readResultsLine } from "./results-format.js";
import type { ResultsHeader } from "./results-format.js";
import type { Summary } from "./tally.js";

/**
 * The results file of a run: made anew, or that of the same run cut short, which then goes on where
 * it was. In constant memory.
 */
export class ResultsLog {
  /** How many scenarios the file had results of already. */
  readonly done: number;
  readonly #lastId: string | undefined;
  readonly #name: string;
  readonly #file: GrowingFile;

  private constructor(name: string, file: GrowingFile, found: Found) {
    this.#name = name;
    this.#file = file;
    this.done = found.done;
    this.#lastId = found.lastId;
  }

  /**
   * Opens the file for the run of that header, and tells what results it has. Throws
   * {@link InputError} when it is another run's, or no results file.
   */
  static async open(
    name: string,
    header: ResultsHeader,
    take: (record: ScenarioRecord) => void,
  ): Promise<ResultsLog> {
    const found = await resultsIn(name, header, take);
    const file = await GrowingFile.open(name, found.lines);
    if (found.lines === 0) file.add(JSON.stringify(header));
    return new ResultsLog(name, file, found);
  }

  /**
   * Whether the file had the result of the scenario at that place (from 0). Throws
   * {@link InputError} if the last result that it had is of another scenario.
   */
  has(id: string, place: number): boolean {
    if (place === this.done - 1 && id !== this.#lastId) {
      const wrong = `has the result of ${show(this.#lastId)} in place of ${show(id)}`;
      throw new InputError([{ path: "", wrong, allowed: SAME_RUN }], this.#name);
    }
    return place < this.done;
  }

  add(record: ScenarioRecord): void {
    this.#file.add(JSON.stringify(record));
  }

  /** Ends the file with the line that sums it up. */
  finish(summary: Summary): void {
    this.#file.add(JSON.stringify(summary));
    this.#file.close();
  }
}

interface Found {
  /** How many lines are good, the header among them and the last summary not. */
  lines: number;
  done: number;
  lastId: string | undefined;
}

async function resultsIn(
  name: string,
  header: ResultsHeader,
  take: (record: ScenarioRecord) => void,
): Promise<Found> {
  const found: Found = { lines: 0, done: 0, lastId: undefined };
  let ended = false;
  for await (const text of linesIfAny(name)) {
    if (ended) {
      const wrong = `has a line ${found.lines + 1} that is no result`;
      throw new InputError([{ path: "", wrong, allowed: SAME_RUN }], name);
    }
    const line = readResultsLine(text);
    if (found.lines === 0) {
      ended = isTorn(text, header);
      if (ended) continue;
      requireSame(line, header, name);
    } else if (line?.kind === "scenario") {
      take(line.record);
      found.done++;
      found.lastId = line.record.id;
    } else {
      ended = true;
      continue;
    }
    found.lines++;
  }
  return found;
}

/** Whether a run ended before its header was written out. */
function isTorn(text: string, header: ResultsHeader): boolean {
  const whole = JSON.stringify(header);
  return text.length < whole.length && whole.startsWith(text);
}

const SAME_RUN = "a new file, or the results of the same run cut short";

function requireSame(
  line: ReturnType<typeof readResultsLine>,
  header: ResultsHeader,
  name: string,
): void {
  const wrong =
    line?.kind !== "header"
      ? "is no results file"
      : JSON.stringify(line.header) !== JSON.stringify(header)
        ? "has the results of another run"
        : undefined;
  if (wrong !== undefined) throw new InputError([{ path: "", wrong, allowed: SAME_RUN }], name);
}
