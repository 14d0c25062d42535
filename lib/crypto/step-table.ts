/** A flat table of steps between numbered places, as a tree of whatever is numbered needs it. */

/** A step of the table: from which place, by which number, to which place. */
const STEP = 3;
const FIRST_STEPS = 256;

/**
 * Steps from place to place, each by a number (open addressing). Places are numbered from 1 as they
 * are made; 0 is the root, to which no step leads. Finding a step allocates nothing.
 */
export class StepTable {
  #table = new Int32Array(STEP * FIRST_STEPS);
  #mask = FIRST_STEPS - 1;
  #places = 0;

  /** How many places there are besides the root. */
  get size(): number {
    return this.#places;
  }

  /** Forgets all places. O(room). */
  clear(): void {
    this.#table.fill(0);
    this.#places = 0;
  }

  /** Where a step leads; 0 if it was not made yet. */
  find(place: number, by: number): number {
    return this.#table[this.#slotOf(place, by) + 2] ?? 0;
  }

  /** Where a step leads. If it was not made yet, it leads to a new place: the last one. */
  step(place: number, by: number): number {
    const at = this.#slotOf(place, by);
    const known = this.#table[at + 2] ?? 0;
    if (known !== 0) return known;
    const next = ++this.#places;
    this.#write(at, place, by, next);
    if (2 * next > this.#mask) this.#grow();
    return next;
  }

  /** Where a step stands in the table, or would. */
  #slotOf(place: number, by: number): number {
    const table = this.#table;
    let hash = Math.imul(place, 0x9e3779b1) ^ Math.imul(by, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * STEP;
      if (table[at + 2] === 0 || (table[at] === place && table[at + 1] === by)) return at;
    }
  }

  #write(at: number, place: number, by: number, next: number): void {
    this.#table[at] = place;
    this.#table[at + 1] = by;
    this.#table[at + 2] = next;
  }

  #grow(): void {
    const old = this.#table;
    this.#mask = 2 * this.#mask + 1;
    this.#table = new Int32Array(STEP * (this.#mask + 1));
    for (let at = 0; at < old.length; at += STEP) {
      const [place = 0, by = 0, next = 0] = old.subarray(at, at + STEP);
      if (next !== 0) this.#write(this.#slotOf(place, by), place, by, next);
    }
  }
}
