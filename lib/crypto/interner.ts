/** Numbers for trees of strings and numbers: equal trees have equal numbers. */
import { invariant } from "../protocol/assert.js";
import type { Encodable } from "../protocol/crypto.js";
import type { Digest } from "../protocol/ids.js";
import { StepTable } from "./step-table.js";
import { singleCopy, TextMap } from "./text-map.js";

/** Whole numbers below this one are their own atoms. */
const MOST_DIRECT = 2 ** 28;
const NULL = -1;
/** The atom that opens a list is this minus the list's length. */
const LIST = -2;

/**
 * A trie of everything that was written into it: a tree is written as a sequence of atoms, and its
 * number is the place to which they lead. Nothing is allocated for a tree that is known. Beside
 * each place stands its digest, of the hasher whose turn it is.
 */
export class Interner {
  readonly #steps = new StepTable();
  #atoms = 0;
  readonly #texts = new TextMap<number>();
  readonly #numbers = new Map<number, number>();
  /** By word: texts that end in a number, by that number. */
  readonly #named = new TextMap<string[]>();
  /** By place: its digest, and in whose turn it was given. */
  readonly #digests: (Digest | undefined)[] = [undefined];
  readonly #turns: number[] = [0];
  #turn = 0;

  /** How many places there are. */
  get size(): number {
    return this.#steps.size;
  }

  /** How many texts are known. */
  get texts(): number {
    return this.#texts.size;
  }

  /** Forgets all places. Texts stay, and the names that were given. O(room). */
  forgetPlaces(): void {
    this.#steps.clear();
    this.#digests.length = 1;
    this.#turns.length = 1;
  }

  /** Begins the turn of another hasher: no place has a digest. O(1). */
  nextTurn(): number {
    return ++this.#turn;
  }

  /** The number of a tree in a domain of its own. O(atoms). */
  placeOf(tag: string, fields: readonly Encodable[]): number {
    return this.#walk(this.#step(0, this.#textAtom(tag)), fields);
  }

  /** The digest of a place; undefined if it was given none in this turn. */
  digestAt(place: number, turn: number): Digest | undefined {
    if (turn !== this.#turn) invariant(false, "a suite ends when the next of its series begins");
    return this.#turns[place] === turn ? this.#digests[place] : undefined;
  }

  /** Gives a place its digest in this turn. */
  setDigest(place: number, turn: number, digest: Digest): void {
    this.#digests[place] = digest;
    this.#turns[place] = turn;
  }

  /** `word#number`, the same string each time. */
  nameOf(word: string, number: number): string {
    let names = this.#named.get(word);
    if (names === undefined) {
      names = [];
      this.#named.set(word, names);
    }
    return (names[number] ??= singleCopy(`${word}#${number}`));
  }

  #walk(from: number, fields: readonly Encodable[]): number {
    let place = from;
    let index = 0;
    // Not by an iterator: lists of numbers, of texts and of both have different ones.
    while (index < fields.length) {
      const field = fields[index++];
      if (typeof field === "string") place = this.#step(place, this.#textAtom(field));
      else if (typeof field === "number") place = this.#step(place, this.#numberAtom(field));
      else if (field === null || field === undefined) place = this.#step(place, NULL);
      else place = this.#walk(this.#step(place, LIST - field.length), field);
    }
    return place;
  }

  #textAtom(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const atom = this.#newAtom();
    this.#texts.set(text, atom);
    return atom;
  }

  #numberAtom(value: number): number {
    if (value >= 0 && value < MOST_DIRECT && Number.isInteger(value)) return 2 * value;
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    const atom = this.#newAtom();
    this.#numbers.set(value, atom);
    return atom;
  }

  /** Odd: direct numbers are even. */
  #newAtom(): number {
    return 2 * this.#atoms++ + 1;
  }

  #step(place: number, atom: number): number {
    const next = this.#steps.step(place, atom);
    if (next === this.#turns.length) {
      this.#digests.push(undefined);
      this.#turns.push(0);
    }
    return next;
  }
}
