/** Groups failures into families: the same properties, and witnesses of the same shape. */
import type { ScenarioRecord, WitnessRecord } from "./record.js";

/** Scenarios that fail alike, as far as their results tell. */
export interface Family {
  /** What the members have in common, as a text: equal for equal families. */
  readonly key: string;
  /** What they violate, in the order of reports; for a crash of the protocol, none. */
  readonly properties: readonly string[];
  /** How many scenarios it has. */
  readonly scenarios: number;
  /** The first of them. */
  readonly first: ScenarioRecord;
}

/** More families than this are counted together; a sweep with so many needs none of the others. */
const MOST_FAMILIES = 1000;

/** Gathers failures in the order of their scenarios, in bounded memory. */
export class Families {
  readonly #families = new Map<string, Family>();
  /** Number of scenarios of further families, beyond the limit. */
  others = 0;

  /** Adds a scenario with a violation or a crash. */
  add(record: ScenarioRecord): void {
    const key = familyKey(record);
    const known = this.#families.get(key);
    if (known !== undefined) {
      this.#families.set(key, { ...known, scenarios: known.scenarios + 1 });
    } else if (this.#families.size < MOST_FAMILIES) {
      const properties = (record.witnesses ?? []).map(({ property }) => property);
      this.#families.set(key, { key, properties, scenarios: 1, first: record });
    } else this.others++;
  }

  /** The families, in the order of their first scenarios. */
  all(): readonly Family[] {
    return [...this.#families.values()];
  }
}

/**
 * The violated properties with the shapes of their witnesses, and for a crash the error without its
 * numbers. Families approximate causes: one cause may have several shapes, and two causes one.
 */
export const familyKey = ({ verdict, because = "", witnesses = [] }: ScenarioRecord): string =>
  JSON.stringify([
    ...(verdict === "crashed" ? [["crash", errorShape(because)]] : []),
    ...witnesses.map((witness) => [witness.property, ...shapeOf(witness)]),
  ]);

/** The text of an error after the node that crashed, without numbers and digests. */
export const errorShape = (because: string): string =>
  because.replace(/^[^:]*: /, "").replaceAll(/\b[0-9a-f]{8,}\b|\d+/g, "#");

/**
 * The blocks of a witness, round by round: how many there are, and of how many proposers, where a
 * twin and its replica are one. Each such pair once: names, rounds and repetitions do not matter.
 */
function shapeOf({ blocks }: WitnessRecord): readonly string[] {
  const byRound = new Map<string, string[]>();
  for (const block of blocks) {
    const [, proposer = block, round = ""] = /^(.*?)'?@(\d+)$/.exec(block) ?? [];
    byRound.set(round, [...(byRound.get(round) ?? []), proposer]);
  }
  const shapes = [...byRound.values()].map(
    (proposers) => `${proposers.length} of ${new Set(proposers).size}`,
  );
  return [...new Set(shapes)].toSorted();
}
