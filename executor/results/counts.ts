/** Counts of results: by verdict, property and ending. Those of disjoint parts add up. */
import type { ScenarioRecord } from "./record.js";
import { SumDigest } from "./sum-digest.js";

/** The results of many scenarios, counted. */
export interface Summary {
  readonly scenarios: number;
  /** Nothing violated, no crash, and the run came to its end. */
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
  /** Of all results, or of all transcripts where those were asked for; in any order. */
  readonly digest: string;
}

/** Numbers that are simply added. */
const NUMBERS = [
  ...(["scenarios", "held", "committed", "stabilized", "stalled"] as const),
  ...(["inconclusive", "crashed", "events"] as const),
] as const;

/** Adds up results one by one, or those of whole parts. */
export class ResultCounter {
  readonly #properties: readonly string[];
  readonly #transcripts: boolean;
  readonly #digest = new SumDigest();
  readonly #violated: Map<string, number>;
  readonly #vacuous: Map<string, number>;
  readonly #numbers = {
    ...{ scenarios: 0, held: 0, committed: 0, stabilized: 0, stalled: 0 },
    ...{ inconclusive: 0, crashed: 0, events: 0 },
  };

  /** `transcripts`: whether the digest is that of the transcripts, which all records then have. */
  constructor(properties: readonly string[], transcripts: boolean) {
    this.#properties = properties;
    this.#transcripts = transcripts;
    this.#violated = new Map(properties.map((name) => [name, 0]));
    this.#vacuous = new Map(properties.map((name) => [name, 0]));
  }

  /** Counts one scenario. O(properties). */
  add(record: ScenarioRecord): void {
    const numbers = this.#numbers;
    const { verdict, ending, properties } = record;
    numbers.scenarios++;
    numbers.events += record.events;
    numbers.held += Number(verdict === "held");
    numbers.committed += Number(record.committed);
    numbers.stabilized += Number(record.stabilized);
    numbers.stalled += Number(ending === "stalled");
    numbers.inconclusive += Number(ending === "inconclusive");
    numbers.crashed += Number(ending === "crashed");
    for (const name of this.#properties) {
      if (properties[name] === "violated") increase(this.#violated, name, 1);
      if (properties[name] === "vacuous") increase(this.#vacuous, name, 1);
    }
    this.#digest.add(this.#transcripts ? transcriptLine(record) : resultLine(record));
  }

  /** Adds the counts of other scenarios; properties that are not listed there count as none. */
  addAll(part: Summary): void {
    for (const name of NUMBERS) this.#numbers[name] += part[name];
    for (const name of this.#properties) {
      increase(this.#violated, name, part.violated[name] ?? 0);
      increase(this.#vacuous, name, part.vacuous[name] ?? 0);
    }
    this.#digest.addSum(part.digest);
  }

  /** All counts so far. */
  summary(): Summary {
    const { scenarios, held, committed, stabilized, stalled } = this.#numbers;
    const { inconclusive, crashed, events } = this.#numbers;
    return {
      ...{ scenarios, held },
      violated: Object.fromEntries(this.#violated),
      vacuous: Object.fromEntries(this.#vacuous),
      ...{ committed, stabilized, stalled, inconclusive, crashed, events },
      digest: this.#digest.hex(),
    };
  }
}

function increase(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

/** A result without the digest of its transcript, which is there only now and then. */
const resultLine = (record: ScenarioRecord): string =>
  JSON.stringify({ ...record, digest: undefined });

const transcriptLine = ({ id, digest }: ScenarioRecord): string => JSON.stringify([id, digest]);
