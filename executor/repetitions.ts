/** Finds repeated scenarios in a file, in bounded memory. */
import { nodeSha256 } from "../io/node-sha256.js";
import { NumberSet } from "./number-set.js";

/** What was found of scenarios that come again. */
export interface Repeated {
  /** How many have the rounds of an earlier one. */
  readonly scenarios: number;
  /** How many have the id of an earlier one, and other rounds. */
  readonly ids: number;
  /** The first that comes again, by its id. */
  readonly first: string | undefined;
}

/** Repetitions beyond so many scenarios are not looked for: 32 MB remember that many. */
const MOST_REMEMBERED = 1 << 20;

/** So many hexadecimal digits are a whole number that a double holds exactly. */
const EXACT_DIGITS = 13;

/** Remembers the scenarios that go by, up to a bound, and counts those that come again. */
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
