/** Gathers results: counts, and families of failures. */
import type { AnyProperty } from "../../lib/properties/all.js";
import { NO_ROUNDS } from "../../lib/simulation/world.js";
import { ResultCounter } from "./counts.js";
import type { Summary } from "./counts.js";
import { Families } from "./families.js";
import { FirstRounds } from "./first-rounds.js";
import type { ScenarioRecord } from "./record.js";

/** Adds scenarios up. Holds counts and families, for any number of scenarios. */
export class Tally {
  /** The failures, grouped. */
  readonly families = new Families();
  /** Where in the rounds the violations begin. */
  readonly firstRounds = new FirstRounds();
  /** The properties to judge, in the order of reports. */
  readonly properties: readonly AnyProperty[];
  /** How many scenarios have a violation or a crash. */
  failed = 0;
  /** Whether the protocol committed without a report of any round. */
  #withoutRounds = false;
  readonly #counter: ResultCounter;

  /** `transcripts`: whether every record has the digest of its transcript. */
  constructor(properties: readonly AnyProperty[], transcripts: boolean) {
    this.properties = properties;
    this.#counter = new ResultCounter(
      properties.map(({ name }) => name),
      transcripts,
    );
  }

  /** Counts one scenario. O(properties). */
  add(record: ScenarioRecord): void {
    this.#withoutRounds ||= record.withoutRounds === true;
    this.#counter.add(record);
    if (hasFailed(record)) this.#addFailure(record);
  }

  /** A part had a scenario in which the protocol committed without a report of any round. */
  noteNoRounds(): void {
    this.#withoutRounds = true;
  }

  /** Counts the scenarios of a part; `failures` are those with a violation or a crash, in order. */
  addPart(counts: Summary, failures: readonly ScenarioRecord[]): void {
    this.#counter.addAll(counts);
    for (const record of failures) this.#addFailure(record);
  }

  /** All counts so far. */
  summary(): Summary {
    return this.#counter.summary();
  }

  /** What makes the counts mean less than they seem to. */
  warnings(protocol: string): readonly string[] {
    return this.#withoutRounds ? [`${protocol}: ${NO_ROUNDS}`] : [];
  }

  #addFailure(record: ScenarioRecord): void {
    this.failed++;
    this.families.add(record);
    this.firstRounds.add(record);
  }
}

/** Whether a scenario has a violation or a crash. */
export const hasFailed = ({ verdict }: ScenarioRecord): boolean =>
  verdict === "violated" || verdict === "crashed";
