/** Numbers of scenarios by outcome. */
import type { EndedRuns } from "./expander.js";
import type { Length } from "./frontier.js";
import { outcomeKey, violatedIn } from "./outcome.js";
import type { RunOutcome } from "./outcome.js";
import { sum } from "./execution/scenario-counts.js";
import type { ScenarioCounts } from "./execution/scenario-counts.js";

/** The scenarios with one outcome. */
export interface Finding {
  readonly outcome: RunOutcome;
  /** How many, by the configuration of their first round. */
  readonly counts: ScenarioCounts;
  /** For a failure: the lowest numbers of the scenarios that were run. */
  readonly examples: readonly bigint[];
}

/** Numbers of scenarios by outcome, whatever the order in which they are added. */
export class Findings {
  /** Runs that were executed to their end. */
  runs = 0;
  /** An upper bound of the length of all runs. */
  longest: Length = { events: 0, time: 0 };
  readonly #most: number;
  readonly #byOutcome = new Map<string, Finding>();

  /** `most`: number of examples kept for each failure. */
  constructor(most: number) {
    this.#most = most;
  }

  /** In the order of their keys. */
  all(): readonly Finding[] {
    return [...this.#byOutcome].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  }

  /** Adds an ended run with all scenarios of its class; `number` gives the number of a scenario. */
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

/** The findings as plain data. */
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
