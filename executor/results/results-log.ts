/** Writes the results file of a run (`--out`), and resumes an interrupted one. */
import { ResumableOutput, linesIfAny } from "../../io/outputs/logs/resumable-output.js";
import { InputError, show } from "../../lib/scenario/input/problem.js";
import type { RangeResult, RangeTask } from "../sweeps/range.js";
import type { Summary } from "./counts.js";
import { readRanges } from "./read-ranges.js";
import type { ReadRange } from "./read-ranges.js";
import { rangeLine, readResultsLine } from "./results-format.js";
import type { ResultsHeader } from "./results-format.js";
import { differenceOf } from "./results-header.js";

/** The work of a run, which a results file is held against. */
export interface RunTasks {
  readonly header: ResultsHeader;
  /** The number of places, over all shards. */
  readonly places: number;
  /** The ranges, in order. Those with results in the file are taken from it. */
  readonly tasks: AsyncIterator<RangeTask, undefined>;
}

/**
 * The results file of a run: a new file, or that of an interrupted run, which it resumes. The file
 * grows by whole ranges, each of which is written at once. Uses constant memory.
 */
export class ResultsLog {
  /** The range that was taken from the tasks and has no results yet. */
  readonly pending: RangeTask | undefined;
  /** The place after the last result of the file. */
  readonly end: number;
  readonly #file: ResumableOutput;

  private constructor(file: ResumableOutput, { pending, end }: Kept) {
    this.#file = file;
    this.pending = pending;
    this.end = end;
  }

  /**
   * Opens the file for a run. Consumes the tasks of the ranges with results in the file, and
   * reports each. A last range that is shorter than its task is run again. Throws
   * {@link InputError}, without changing the file, if the file is of another run, if a range is
   * damaged or is not that of the scenarios in its place, or if it is not a results file.
   */
  static async open(
    name: string,
    run: RunTasks,
    take: (result: RangeResult) => void,
  ): Promise<ResultsLog> {
    const kept = await keptRanges(name, run, take);
    const file = await ResumableOutput.open(name, kept.lines);
    if (kept.lines === 0) file.add(JSON.stringify(run.header));
    return new ResultsLog(file, kept);
  }

  /** Writes the results of a range. */
  add({ from, to, of }: RangeTask, { counts, lines }: RangeResult): void {
    for (const line of lines) this.#file.add(line);
    const placed = of === undefined ? { from, to } : { from, to, of };
    this.#file.add(rangeLine({ ...placed, ...counts }, lines));
    this.#file.flush();
  }

  /** Ends the file with the line that sums it up. */
  finish(
    summary: Summary,
    run: { readonly end: number; readonly places: number },
    of?: string,
  ): void {
    const last = { ...summary, end: run.end, places: run.places };
    this.#file.add(JSON.stringify(of === undefined ? last : { ...last, of }));
    this.#file.close();
  }
}

/** The part of a file that is kept. */
interface Kept {
  /** The number of its lines, with the header. */
  readonly lines: number;
  readonly pending: RangeTask | undefined;
  readonly end: number;
}

async function keptRanges(
  name: string,
  run: RunTasks,
  take: (result: RangeResult) => void,
): Promise<Kept> {
  const texts = linesIfAny(name);
  if (!(await hasHeader(name, texts, run.header))) return NOTHING;
  let kept: Kept = { lines: 1, pending: undefined, end: 0 };
  let ended: "by a cut range" | "for good" | undefined;
  for await (const part of readRanges(texts)) {
    if (ended === "for good" || (ended !== undefined && part.kind !== "last")) {
      throw refusal(name, "has lines after the last result");
    }
    if (part.kind === "wrong" && !part.torn) throw refusal(name, part.wrong);
    if (part.kind === "range") {
      const task = await taskOf(part, name, run);
      const isCut = part.range.to < task.to;
      if (isCut) ended = "by a cut range";
      else take(part);
      kept = isCut
        ? { ...kept, pending: task }
        : { lines: part.linesSoFar, pending: undefined, end: part.range.to };
    } else ended = "for good";
  }
  return kept;
}

/** Whether a file begins with this header; false if it has nothing, or only a part of it. */
async function hasHeader(
  name: string,
  texts: AsyncIterator<string, undefined>,
  header: ResultsHeader,
): Promise<boolean> {
  const { value: first } = await texts.next();
  if (first === undefined) return false;
  if (isTorn(first, header)) {
    if ((await texts.next()).done !== true) throw refusal(name, "has a line 2 that is no result");
    return false;
  }
  const wrong = differenceOf(readResultsLine(first), header);
  if (wrong !== undefined) throw refusal(name, wrong);
  return true;
}

const NOTHING: Kept = { lines: 0, pending: undefined, end: 0 };

/** Whether the file has only a part of a header. */
function isTorn(text: string, header: ResultsHeader): boolean {
  const whole = JSON.stringify(header);
  return text.length < whole.length && whole.startsWith(text);
}

/** The task that a range has the results of, or at least of its beginning. */
async function taskOf(
  { range, listed }: ReadRange,
  name: string,
  { tasks, places }: RunTasks,
): Promise<RangeTask> {
  const { value: task } = await tasks.next();
  if (task === undefined || (range.from === task.from && range.to > task.to)) {
    throw refusal(name, `has results of more than the ${places} scenarios of this run`);
  }
  if (range.from !== task.from) {
    const there = `the results of places from ${range.from} on`;
    throw refusal(name, `has ${there} in place of those from ${task.from} on`);
  }
  const wrong = otherScenario(listed, task);
  if (wrong !== undefined) throw refusal(name, wrong);
  if (range.to === task.to && range.of !== task.of) {
    const where = `places ${range.from} to ${range.to - 1}`;
    throw refusal(name, `has the results of other scenarios in ${where}`);
  }
  return task;
}

/** The reason for which a listed result is not that of the scenario of the file in its place. */
function otherScenario(listed: ReadRange["listed"], { scenarios }: RangeTask): string | undefined {
  if (scenarios === undefined) return undefined;
  const here = new Map(scenarios.map((each) => [each.place, each]));
  for (const { place, record, scenario } of listed) {
    const source = here.get(place);
    if (source?.scenario.id !== record.id) {
      return `has the result of ${show(record.id)} in place of ${show(source?.scenario.id)}`;
    }
    if (source.digest !== scenario) {
      return `has the result of other rounds under the id ${show(record.id)}`;
    }
  }
  return undefined;
}

const SAME_RUN = "a new file, or the results of the same run cut short";

const refusal = (name: string, wrong: string): InputError =>
  new InputError([{ path: "", wrong, allowed: SAME_RUN }], name);
