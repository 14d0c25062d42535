/** The event queue: items ordered by time and insertion. */
import type { Millis } from "../protocol/ids.js";

/** So many empty lanes are kept for delays that come again. */
const MOST_EMPTY_LANES = 64;
/** From so many taken items on, a lane moves the others forward. */
const MOST_TAKEN = 256;

/**
 * Items in the total order of (time, order of insertion). Items of one delay come in the order in
 * which they are pushed, so each delay has a lane, first in, first out, and a heap orders the lanes
 * by their first items. With few distinct delays both operations are O(1); at worst O(log delays).
 */
export class EventQueue<Item> {
  readonly #lanes = new Map<Millis, Lane<Item>>();
  /** A binary heap of the lanes that are not empty. */
  readonly #heap: Lane<Item>[] = [];
  #pushed = 0;
  #now: Millis;

  constructor(now: Millis = 0) {
    this.#now = now;
  }

  /** Adds an item at an instant not before that of the last item taken. */
  push(at: Millis, item: Item): void {
    const delay = at - this.#now;
    let lane = this.#lanes.get(delay);
    if (lane === undefined) {
      lane = new Lane();
      this.#lanes.set(delay, lane);
    }
    lane.entries.push({ at, number: this.#pushed++, item });
    if (lane.first !== undefined) return;
    lane.first = lane.entries[lane.taken];
    this.#heap.push(lane);
    this.#siftUp(this.#heap.length - 1);
  }

  /** The next item, which stays; its instant is `now` from here on. Undefined if there is none. */
  peek(): Item | undefined {
    const first = this.#heap[0]?.first;
    if (first === undefined) return undefined;
    this.#now = first.at;
    return first.item;
  }

  /** Takes the next item, with its instant in `now`; undefined when there is none. */
  pop(): Item | undefined {
    const [lane] = this.#heap;
    const first = lane?.first;
    if (lane === undefined || first === undefined) return undefined;
    this.#now = first.at;
    lane.takeFirst();
    if (lane.first === undefined) this.#removeTop();
    if (this.#heap.length > 1) this.#siftDown();
    return first.item;
  }

  /** The instant of the last item taken or peeked at. */
  get now(): Millis {
    return this.#now;
  }

  /** The remaining items in order, with their times. O(n log n). */
  *pending(): Generator<readonly [Millis, Item]> {
    const entries = this.#heap.flatMap((lane) => lane.entries.slice(lane.taken));
    entries.sort((a, b) => a.at - b.at || a.number - b.number);
    for (const { at, item } of entries) yield [at, item];
  }

  /** Forgets all items. The clock is set to an instant, also an earlier one. */
  reset(now: Millis): void {
    this.#now = now;
    this.#pushed = 0;
    for (const lane of this.#heap) lane.clear();
    this.#heap.length = 0;
  }

  #removeTop(): void {
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#heap[0] = last;
    if (this.#lanes.size <= MOST_EMPTY_LANES) return;
    for (const [delay, lane] of this.#lanes) {
      if (lane.first === undefined) this.#lanes.delete(delay);
    }
  }

  #siftUp(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfLater(parent, index)) return;
      index = parent;
    }
  }

  #siftDown(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const child = isEarlier(this.#heap[right], this.#heap[left]) ? right : left;
      if (!this.#swapIfLater(index, child)) return;
      index = child;
    }
  }

  #swapIfLater(upper: number, lower: number): boolean {
    const above = this.#heap[upper];
    const below = this.#heap[lower];
    if (above === undefined || below === undefined || !isEarlier(below, above)) return false;
    this.#heap[upper] = below;
    this.#heap[lower] = above;
    return true;
  }
}

interface Entry<Item> {
  readonly at: Millis;
  /** Its place in the order of insertion. */
  readonly number: number;
  readonly item: Item;
}

/** The items of one delay, in order. */
class Lane<Item> {
  readonly entries: Entry<Item>[] = [];
  /** How many of the entries were taken. */
  taken = 0;
  /** The first entry that is left. */
  first: Entry<Item> | undefined = undefined;

  takeFirst(): void {
    this.first = this.entries[++this.taken];
    if (this.first === undefined) this.clear();
    else if (this.taken >= MOST_TAKEN && 2 * this.taken > this.entries.length) {
      this.entries.splice(0, this.taken);
      this.taken = 0;
    }
  }

  clear(): void {
    this.entries.length = 0;
    this.taken = 0;
    this.first = undefined;
  }
}

/** Whether the first item of a lane comes before that of another. */
function isEarlier<Item>(a: Lane<Item> | undefined, b: Lane<Item> | undefined): boolean {
  const one = a?.first;
  const other = b?.first;
  if (one === undefined) return false;
  if (other === undefined) return true;
  return one.at < other.at || (one.at === other.at && one.number < other.number);
}
