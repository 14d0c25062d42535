/** Counts results by verdict, property and ending. */
import type { AnyProperty } from "../../lib/properties/all.js";
import { LineDigest } from "../run/digest.js";
import type { ScenarioRecord } from "./record.js";

/** The results of many scenarios, counted. */
export interface Summary {
  readonly scenarios: number;
  /** Nothing violated, no crash, and not inconclusive. */
  readonly held: number;
  /** Scenarios that violate each property, every property listed. */
  readonly violated: Readonly<Record<string, number>>;
  /** Scenarios in which each property's precondition never arose. */
  readonly vacuous: Readonly<Record<string, number>>;
  /** An honest node committed a block of a scripted round. */
  readonly committed: number;
  /** Every honest node reached a stable round, so that liveness could be judged. */
  readonly stabilized: number;
  /** Ended because no further progress is possible. */
  readonly stalled: number;
  readonly inconclusive: number;
  readonly crashed: number;
  /** Events handled in all runs together. */
  readonly events: number;
  /** Of all results in order, or of all transcripts where those were asked for. */
  readonly digest: string;
}

/** Adds scenarios up. Holds counts and the first failure of each kind, however many there are. */
export class Tally {
  /** The first scenario that violates a property, for each that is violated; the first crash. */
  readonly first = new Map<string, ScenarioRecord>();
  /** The properties to judge, in the order of reports. */
  readonly properties: readonly AnyProperty[];
  /** How many scenarios have a violation or a crash. */
  failed = 0;
  readonly #counts = {
    scenarios: 0,
    held: 0,
    violated: {} as Record<string, number>,
    vacuous: {} as Record<string, number>,
    committed: 0,
    stabilized: 0,
    stalled: 0,
    inconclusive: 0,
    crashed: 0,
    events: 0,
  };
  readonly #digest = new LineDigest();
  readonly #transcripts: boolean;

  /** `transcripts`: whether every record has the digest of its transcript. */
  constructor(properties: readonly AnyProperty[], transcripts: boolean) {
    this.properties = properties;
    this.#transcripts = transcripts;
    for (const { name } of properties) {
      this.#counts.violated[name] = 0;
      this.#counts.vacuous[name] = 0;
    }
  }

  /** Counts one scenario. O(properties). */
  add(record: ScenarioRecord): void {
    const counts = this.#counts;
    const { verdict, ending, properties } = record;
    counts.scenarios++;
    counts.events += record.events;
    counts.held += Number(verdict === "held");
    counts.committed += Number(record.committed);
    counts.stabilized += Number(record.stabilized);
    counts.stalled += Number(ending === "stalled");
    counts.inconclusive += Number(ending === "inconclusive");
    counts.crashed += Number(ending === "crashed");
    for (const { name } of this.properties) {
      if (properties[name] === "violated") increase(counts.violated, name);
      if (properties[name] === "vacuous") increase(counts.vacuous, name);
    }
    this.#digest.add(this.#transcripts ? (record.digest ?? "") : resultLine(record));
    if (verdict === "violated" || verdict === "crashed") this.#addFailure(record);
  }

  /** All counts so far. */
  summary(): Summary {
    return { ...this.#counts, digest: this.#digest.hex() };
  }

  #addFailure(record: ScenarioRecord): void {
    this.failed++;
    if (record.ending === "crashed" && !this.first.has("crash")) this.first.set("crash", record);
    for (const { property } of record.witnesses ?? []) {
      if (!this.first.has(property)) this.first.set(property, record);
    }
  }
}

const increase = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/** A result without the digest of its transcript, which is there only now and then. */
const resultLine = (record: ScenarioRecord): string =>
  JSON.stringify({ ...record, digest: undefined });
