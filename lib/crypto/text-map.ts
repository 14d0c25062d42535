/** A map whose keys are texts, fast for texts that are looked up again and again. */

/** How many places stand before the map: a power of two. */
const PLACES = 1024;

/**
 * A map from texts to values. Before it stands a table with a place for each text, found by its
 * length and three of its characters; texts that share a place take it from each other. Finding a
 * text there takes a fraction of the time that hashing takes, as long as the same object is asked
 * for as was set: then comparing the two is comparing addresses.
 */
export class TextMap<Value> {
  readonly #all = new Map<string, Value>();
  readonly #texts = new Array<string | undefined>(PLACES).fill(undefined);
  readonly #values = new Array<Value | undefined>(PLACES).fill(undefined);

  /** How many texts are known. */
  get size(): number {
    return this.#all.size;
  }

  /** The value of a text; undefined if it has none. */
  get(text: string): Value | undefined {
    const place = placeOf(text);
    if (this.#texts[place] === text) return this.#values[place];
    const value = this.#all.get(text);
    if (value !== undefined) this.#keep(place, text, value);
    return value;
  }

  /** Gives a text its value. */
  set(text: string, value: Value): void {
    this.#all.set(text, value);
    this.#keep(placeOf(text), text, value);
  }

  #keep(place: number, text: string, value: Value): void {
    this.#texts[place] = text;
    this.#values[place] = value;
  }
}

/**
 * A text as the engine keeps it once for all that is equal to it. Whether two such texts are equal
 * is whether they are the same object, which is how engines compare them.
 */
export function singleCopy(text: string): string {
  const [copy = text] = Object.keys({ [text]: true });
  return copy;
}

/** Digests end in a number, tokens begin with a name: these characters tell most of them apart. */
function placeOf(text: string): number {
  const { length } = text;
  if (length < 2) return length === 0 ? 0 : text.charCodeAt(0);
  const ends = text.charCodeAt(length - 1) + 10 * text.charCodeAt(length - 2);
  return (ends + 131 * length + 61 * text.charCodeAt(0)) & (PLACES - 1);
}
