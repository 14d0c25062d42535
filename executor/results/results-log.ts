/** Writes the results file of a run (`--out`), and resumes an interrupted one. */
import { ResumableOutput, linesIfAny } from "../../io/outputs/resumable-output.js";
import { fieldOf, InputError, show } from "../../lib/scenario/input/problem.js";
import type { ScenarioRecord } from "./record.js";
import { readResultsLine, resultLine } from "./results-format.js";
import type { ResultsHeader } from "./results-format.js";
import type { SourceScenario } from "../sources/scenario-source.js";
import type { Summary } from "./tally.js";

/**
 * The results file of a run: a new file, or that of an interrupted run, which it resumes. Uses
 * constant memory.
 */
export class ResultsLog {
  /** The number of results that the file had already. */
  readonly done: number;
  readonly #file: ResumableOutput;

  private constructor(file: ResumableOutput, done: number) {
    this.#file = file;
    this.done = done;
  }

  /**
   * Opens the file for the run with this header. Consumes from `scenarios`, in order, those with a
   * result in the file, and reports each result. Throws {@link InputError}, without changing the
   * file, if the file is of another run, if a result is not that of the scenario in its place, or
   * if it is not a results file.
   */
  static async open(
    name: string,
    header: ResultsHeader,
    scenarios: AsyncIterator<SourceScenario>,
    take: (record: ScenarioRecord) => void,
  ): Promise<ResultsLog> {
    const lines = await checkedLines(name, header, scenarios, take);
    const file = await ResumableOutput.open(name, lines);
    if (lines === 0) file.add(JSON.stringify(header));
    return new ResultsLog(file, Math.max(lines - 1, 0));
  }

  /** Adds the result of a scenario, with the digest of its rounds. */
  add(record: ScenarioRecord, digest: string): void {
    this.#file.add(resultLine(record, digest));
  }

  /** Ends the file with the summary line. */
  finish(summary: Summary): void {
    this.#file.add(JSON.stringify(summary));
    this.#file.close();
  }
}

type Line = ReturnType<typeof readResultsLine>;

/** The number of valid lines, with the header and without the summary. */
async function checkedLines(
  name: string,
  header: ResultsHeader,
  scenarios: AsyncIterator<SourceScenario>,
  take: (record: ScenarioRecord) => void,
): Promise<number> {
  let lines = 0;
  let ended = false;
  for await (const text of linesIfAny(name)) {
    if (ended) throw refusal(name, `has a line ${lines + 1} that is no result`);
    const line = readResultsLine(text);
    if (lines === 0) {
      ended = isTorn(text, header);
      const wrong = ended ? undefined : differenceOf(line, header);
      if (wrong !== undefined) throw refusal(name, wrong);
    } else if (line?.kind === "scenario") {
      const wrong = mismatchOf(line, await scenarios.next(), lines - 1);
      if (wrong !== undefined) throw refusal(name, wrong);
      take(line.record);
    } else ended = true;
    if (!ended) lines++;
  }
  return lines;
}

/** Whether the file has only a part of a header. */
function isTorn(text: string, header: ResultsHeader): boolean {
  const whole = JSON.stringify(header);
  return text.length < whole.length && whole.startsWith(text);
}

/** The reason for which a result is not that of the scenario in its place; undefined if it is. */
function mismatchOf(
  { record, scenario }: Extract<Line, { readonly kind: "scenario" }>,
  here: IteratorResult<SourceScenario, unknown>,
  place: number,
): string | undefined {
  if (here.done === true) return `has results of more than the ${place} scenarios of this run`;
  const { id } = here.value.scenario;
  if (record.id !== id) return `has the result of ${show(record.id)} in place of ${show(id)}`;
  return scenario === here.value.digest
    ? undefined
    : `has the result of other rounds under the id ${show(id)}`;
}

const SAME_RUN = "a new file, or the results of the same run cut short";

const refusal = (name: string, wrong: string): InputError =>
  new InputError([{ path: "", wrong, allowed: SAME_RUN }], name);

/** The reason for which a first line is not the header of this run; undefined if it is. */
function differenceOf(line: Line, header: ResultsHeader): string | undefined {
  if (line?.kind === "other version") {
    return `is of version ${show(line.version)} of the results format, not ${header.version}`;
  }
  if (line?.kind !== "header") return "is no results file";
  const [mine, theirs] = [fieldsOf(header), fieldsOf(line.header)];
  const path = [...new Set([...mine.keys(), ...theirs.keys()])].find(
    (each) => mine.get(each) !== theirs.get(each),
  );
  if (path === undefined) return undefined;
  const [here, there] = [mine, theirs].map((fields) => cut(fields.get(path) ?? "missing"));
  return `has the results of another run: ${path} is ${there}, not ${here}`;
}

/** The fields of a header as JSON, by path; digests come last. */
function fieldsOf({ run, file, config, ...rest }: ResultsHeader): ReadonlyMap<string, string> {
  const fields = { ...within("run", run), ...within("file", file), ...rest, config };
  return new Map(Object.entries(fields).map(([path, value]) => [path, JSON.stringify(value)]));
}

const within = (place: string, fields: object): object =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [fieldOf(place, key), value]));

const LONGEST_QUOTE = 80;

const cut = (text: string): string =>
  text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
