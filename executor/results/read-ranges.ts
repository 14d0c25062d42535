/** Reads the ranges of a results file, and checks that each is as it was written. */
import { show } from "../../lib/scenario/input/problem.js";
import type { RangeLine, ResultsLine } from "./results-format.js";
import { isIntact, readResultsLine } from "./results-format.js";
import { hasFailed } from "./tally.js";
import type { PlacedRecord, RangeResult } from "../sweeps/range.js";

/** The line of a scenario. */
export type ScenarioLine = Extract<ResultsLine, { readonly kind: "scenario" }>;

/** A range of a results file. */
export interface ReadRange extends RangeResult {
  readonly range: RangeLine;
  /** The lines of its scenarios, as they are read. */
  readonly listed: readonly ScenarioLine[];
  /** Number of lines up to here, from the beginning of the file. */
  readonly linesSoFar: number;
}

/** What stands in a results file after its header. */
export type ReadPart =
  | ({ readonly kind: "range" } & ReadRange)
  | { readonly kind: "last"; readonly last: Extract<ResultsLine, { kind: "last" }>["last"] }
  /** What a line is that cannot be where it is; `torn`: it may be a line that was cut short. */
  | { readonly kind: "wrong"; readonly wrong: string; readonly torn: boolean };

/** The parts of a results file after its header, up to the first that is wrong. */
export async function* readRanges(lines: AsyncIterable<string>): AsyncGenerator<ReadPart> {
  let number = 1;
  let texts: string[] = [];
  let listed: ScenarioLine[] = [];
  for await (const text of lines) {
    number++;
    const line = readResultsLine(text);
    if (line?.kind === "scenario") {
      texts.push(text);
      listed.push(line);
    } else if (line?.kind === "range") {
      const { range } = line;
      const wrong = damageIn(text, range, texts, listed);
      if (wrong !== undefined) {
        yield { kind: "wrong", wrong, torn: false };
        return;
      }
      const failures = failuresIn(listed);
      yield {
        ...{ kind: "range", range, listed, lines: texts, failures },
        ...{ counts: range, linesSoFar: number },
      };
      [texts, listed] = [[], []];
    } else if (line?.kind === "last" && texts.length === 0) {
      yield { kind: "last", last: line.last };
    } else {
      yield { kind: "wrong", wrong: `has a line ${number} that is no result`, torn: true };
    }
  }
}

function damageIn(
  text: string,
  { from, to, check }: RangeLine,
  texts: readonly string[],
  listed: readonly ScenarioLine[],
): string | undefined {
  if (!isIntact(text, check, texts)) {
    return `is damaged: the results of places ${from} to ${to - 1} are not as they were written`;
  }
  const places = listed.map(({ place }) => place);
  const stray = places.find((place) => place < from || place >= to);
  return stray === undefined
    ? undefined
    : `has the result of place ${show(stray)} among those of places ${from} to ${to - 1}`;
}

const failuresIn = (listed: readonly ScenarioLine[]): readonly PlacedRecord[] =>
  listed.filter(({ record }) => hasFailed(record)).map(({ place, record }) => ({ place, record }));
