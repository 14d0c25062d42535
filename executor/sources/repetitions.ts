/** Finds repeated scenarios in a file, in bounded memory. */
import { nodeSha256 } from "../../io/node-sha256.js";
import { NumberSet } from "./number-set.js";

/** Counts of repeated scenarios. */
export interface Repeated {
  /** Number of scenarios with the rounds of an earlier one. */
  readonly scenarios: number;
  /** Number of scenarios with the id of an earlier one but other rounds. */
  readonly ids: number;
  /** Id of the first repeated scenario. */
  readonly first: string | undefined;
}

/** Number of scenarios to remember (32 MB); later repetitions are not detected. */
const MOST_REMEMBERED = 1 << 20;

/** Number of hexadecimal digits that a double holds exactly. */
const EXACT_DIGITS = 13;

/** Remembers scenarios up to a bound, and counts the repeated ones. */
export class Repetitions {
  readonly #rounds = new NumberSet();
  readonly #ids = new NumberSet();
  #scenarios = 0;
  #repeatedIds = 0;
  #first: string | undefined;

  /** A scenario, by its id and the digest of its rounds. */
  add(id: string, digest: string): void {
    if (this.#ids.size >= MOST_REMEMBERED) return;
    const isNew = this.#rounds.add(numberOf(digest));
    const isNamedAnew = this.#ids.add(numberOf(nodeSha256(JSON.stringify(id))));
    if (isNew && isNamedAnew) return;
    this.#first ??= id;
    if (isNew) this.#repeatedIds++;
    else this.#scenarios++;
  }

  get repeated(): Repeated {
    return { scenarios: this.#scenarios, ids: this.#repeatedIds, first: this.#first };
  }
}

const numberOf = (digest: string): number => parseInt(digest.slice(0, EXACT_DIGITS), 16);
