/**
 * The canonical text of plain state: equal texts mean states with equal futures, up to the names of
 * ids. Data is written in order, with the lengths of all lists; an id (the digest of something) is
 * written as a number by first appearance, the first time together with what it is the digest of.
 */
import { isPlainObject } from "./clone.js";

/** What a string is the digest of; undefined for a string that is no id. */
export type ContentOf = (text: string) => unknown;

/**
 * Writes a state down. O(size of the state and of all that its ids stand for).
 *
 * A protocol may hash again what it has hashed before, and compare: so two states are equal only if
 * their ids stand for equal contents, at any depth. Times are to be given relative to now.
 * @throws {TypeError} for what is no plain state: a function, a symbol, a container that is in
 * itself.
 */
export function canonicalText(state: unknown, contentOf: ContentOf = () => undefined): string {
  const writer = new Writer(contentOf);
  writer.write(state);
  return writer.text;
}

class Writer {
  text = "";
  readonly #contentOf: ContentOf;
  /** By first appearance. */
  readonly #ids = new Map<string, number>();
  /** The containers around what is being written. */
  readonly #around = new Set<object>();

  constructor(contentOf: ContentOf) {
    this.#contentOf = contentOf;
  }

  write(value: unknown): void {
    switch (typeof value) {
      case "string":
        this.#writeString(value);
        return;
      case "number":
        this.text += Object.is(value, -0) ? "-0;" : `${value};`;
        return;
      case "object":
        if (value === null) this.text += "n";
        else this.#writeObject(value);
        return;
      case "undefined":
        this.text += "u";
        return;
      case "boolean":
        this.text += value ? "t" : "f";
        return;
      case "bigint":
        this.text += `${value}n;`;
        return;
      case "function":
      case "symbol":
        throw new TypeError(`a ${typeof value} is no part of plain state`);
    }
  }

  #writeString(value: string): void {
    const known = this.#ids.get(value);
    if (known !== undefined) {
      this.text += `#${known};`;
      return;
    }
    const content = this.#contentOf(value);
    if (content === undefined) {
      this.text += `${value.length}"${value}`;
      return;
    }
    this.#ids.set(value, this.#ids.size);
    this.text += "@";
    this.write(content);
  }

  #writeObject(value: object): void {
    if (this.#around.has(value)) throw new TypeError("a container of plain state is in itself");
    this.#around.add(value);
    if (Array.isArray(value)) this.#writeAll(`[${value.length}:`, value);
    else if (value instanceof Map) this.#writeAll(`M${value.size}:`, entriesOf(value));
    else if (value instanceof Set) this.#writeAll(`S${value.size}:`, value);
    else {
      const fields = Object.entries(value);
      const kind = isPlainObject(value) ? "" : value.constructor.name;
      this.#writeAll(`${kind}{${fields.length}:`, entriesOf(fields));
    }
    this.#around.delete(value);
  }

  #writeAll(kind: string, items: Iterable<unknown>): void {
    this.text += kind;
    for (const item of items) this.write(item);
  }
}

/** Keys and values by turns; `flat` would take a key or value apart that is a list. */
function* entriesOf(pairs: Iterable<readonly [unknown, unknown]>): Generator {
  for (const [key, value] of pairs) {
    yield key;
    yield value;
  }
}
