/** Lists of numbers, remembered by content. */

const PRIME = 0x01000193;
const FIRST_HASHES = 16;

/** One list in room that is used again: what is behind its size is of an earlier list. */
interface Kept {
  readonly numbers: number[];
  size: number;
  hash: number;
}

/**
 * Remembers lists of numbers. A list is written number by number, and then asked about. After a
 * reset the same room is filled again.
 */
export class SeenLists {
  readonly #lists: Kept[] = [];
  #count = 0;
  /** By hash, where there are many lists: the numbers of those that have it. */
  readonly #byHash = new Map<number, number[]>();
  #list: Kept = newList();

  /** How many lists are remembered. */
  get size(): number {
    return this.#count;
  }

  /** Begins the next list. */
  begin(): void {
    const list = this.#lists[this.#count];
    if (list !== undefined) this.#list = list;
    else {
      this.#list = newList();
      this.#lists.push(this.#list);
    }
    this.#list.size = 0;
  }

  /** Adds a number to the list. */
  add(value: number): void {
    this.#list.numbers[this.#list.size++] = value;
  }

  /** Adds numbers to the list. O(numbers). */
  addAll(values: readonly number[]): void {
    const list = this.#list;
    const { numbers } = list;
    let { size } = list;
    for (const value of values) numbers[size++] = value;
    list.size = size;
  }

  /** Whether the list equals one before it; else it is remembered. O(its length), as a rule. */
  isSeen(): boolean {
    const list = this.#list;
    list.hash = hashOf(list);
    if (this.#count < FIRST_HASHES) {
      for (let at = 0; at < this.#count; at++) if (isSame(this.#lists[at], list)) return true;
    } else {
      for (const at of this.#hashed(list.hash)) if (isSame(this.#lists[at], list)) return true;
    }
    if (this.#count >= FIRST_HASHES) this.#hashed(list.hash).push(this.#count);
    this.#count++;
    return false;
  }

  /** Forgets all lists. */
  reset(): void {
    this.#count = 0;
    if (this.#byHash.size > 0) this.#byHash.clear();
  }

  /** The lists of this hash; the first few are entered when there are more. */
  #hashed(hash: number): number[] {
    if (this.#byHash.size === 0) {
      for (let at = 0; at < this.#count; at++) this.#enter(this.#lists[at]?.hash ?? 0).push(at);
    }
    return this.#enter(hash);
  }

  #enter(hash: number): number[] {
    let numbers = this.#byHash.get(hash);
    if (numbers === undefined) {
      numbers = [];
      this.#byHash.set(hash, numbers);
    }
    return numbers;
  }
}

const newList = (): Kept => ({ numbers: [], size: 0, hash: 0 });

function hashOf({ numbers, size }: Kept): number {
  let hash = size;
  for (let at = 0; at < size; at++) hash = Math.imul(hash ^ (numbers[at] ?? 0), PRIME);
  return hash;
}

function isSame(one: Kept | undefined, other: Kept): boolean {
  if (one?.hash !== other.hash || one.size !== other.size) return false;
  for (let at = 0; at < other.size; at++) if (one.numbers[at] !== other.numbers[at]) return false;
  return true;
}
