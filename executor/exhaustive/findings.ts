/** What became of scenarios, gathered by outcome. */
import type { EndedRuns } from "./expander.js";
import type { Length } from "./frontier.js";
import { outcomeKey, violatedIn } from "./outcome.js";
import type { RunOutcome } from "./outcome.js";
import { sum } from "./execution/scenario-counts.js";
import type { ScenarioCounts } from "./execution/scenario-counts.js";

/** The scenarios that came to one outcome. */
export interface Finding {
  readonly outcome: RunOutcome;
  /** How many, by the configuration of their first round. */
  readonly counts: ScenarioCounts;
  /** Of a failure, the lowest numbers of those that were run. */
  readonly examples: readonly bigint[];
}

/** What became of scenarios, by outcome; it does not matter in which order it is gathered. */
export class Findings {
  /** Runs that were followed to their end. */
  runs = 0;
  /** The longest run that there can be. */
  longest: Length = { events: 0, time: 0 };
  readonly #most: number;
  readonly #byOutcome = new Map<string, Finding>();

  /** Keeps so many examples of each failure. */
  constructor(most: number) {
    this.#most = most;
  }

  /** In the order of their keys. */
  all(): readonly Finding[] {
    return [...this.#byOutcome].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  }

  /** One run, and all that go like it; `number` gives a scenario's. */
  addEnd(end: EndedRuns, number: (choices: EndedRuns["choices"]) => bigint): void {
    const { outcome, counts, longest, choices } = end;
    this.#add({ outcome, counts, examples: isFailure(outcome) ? [number(choices)] : [] });
    this.#addRuns(1, longest);
  }

  addAll({ findings, runs, longest }: FindingsSnapshot): void {
    for (const finding of findings) this.#add(finding);
    this.#addRuns(runs, longest);
  }

  snapshot(): FindingsSnapshot {
    return { findings: this.all(), runs: this.runs, longest: this.longest };
  }

  #add({ outcome, counts, examples }: Finding): void {
    const key = outcomeKey(outcome);
    const known = this.#byOutcome.get(key);
    const lowest = known === undefined ? examples : [...known.examples, ...examples];
    this.#byOutcome.set(key, {
      outcome,
      counts: known === undefined ? counts : sum(known.counts, counts),
      examples: lowestOf(lowest, this.#most),
    });
  }

  #addRuns(runs: number, { events, time }: Length): void {
    this.runs += runs;
    this.longest = {
      events: Math.max(this.longest.events, events),
      time: Math.max(this.longest.time, time),
    };
  }
}

/** Whether something went wrong. */
export const isFailure = (outcome: RunOutcome): boolean =>
  outcome.ending === "crashed" || violatedIn(outcome).length > 0;

/** The same as plain data. */
export interface FindingsSnapshot {
  readonly findings: readonly Finding[];
  readonly runs: number;
  readonly longest: Length;
}

/** The lowest few of some numbers, ascending, each once. */
export function lowestOf(numbers: readonly bigint[], most: number): readonly bigint[] {
  if (numbers.length < 2) return numbers;
  return [...new Set(numbers)].sort((a, b) => (a < b ? -1 : 1)).slice(0, most);
}
