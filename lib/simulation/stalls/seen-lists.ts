/** Lists of numbers, remembered by content. */

const PRIME = 0x01000193;

/** Remembers lists of numbers. After a reset the same lists are filled again. */
export class SeenLists {
  readonly #lists: number[][] = [];
  #count = 0;
  /** By hash: the last list that has it. */
  readonly #last = new Map<number, number>();
  /** By list: the one before it with the same hash; -1: none. */
  readonly #before: number[] = [];

  /** How many lists are remembered. */
  get size(): number {
    return this.#count;
  }

  /** An empty list to fill, for {@link isSeen}. */
  next(): number[] {
    const list = (this.#lists[this.#count] ??= []);
    list.length = 0;
    return list;
  }

  /** Whether the list that `next` gave equals one before it; else it is remembered. */
  isSeen(list: readonly number[]): boolean {
    const hash = hashOf(list);
    const last = this.#last.get(hash) ?? -1;
    for (let at = last; at >= 0; at = this.#before[at] ?? -1) {
      if (isSame(this.#lists[at] ?? [], list)) return true;
    }
    this.#last.set(hash, this.#count);
    this.#before[this.#count] = last;
    this.#count++;
    return false;
  }

  /** Forgets all lists. */
  reset(): void {
    if (this.#count === 0) return;
    this.#count = 0;
    this.#last.clear();
  }
}

function hashOf(list: readonly number[]): number {
  let hash = list.length;
  for (const value of list) hash = Math.imul(hash ^ value, PRIME);
  return hash;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
