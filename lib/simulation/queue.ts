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
  /** The lane of the last push: the next is often of the same delay. */
  #last: Lane<Item> | undefined;
  #pushed = 0;
  #now: Millis;

  constructor(now: Millis = 0) {
    this.#now = now;
  }

  /** Adds an item at an instant not before that of the last item taken. */
  push(at: Millis, item: Item): void {
    const lane = this.#laneOf(at - this.#now);
    if (lane.push(at, this.#pushed++, item) > 1) return;
    this.#heap.push(lane);
    this.#siftUp(this.#heap.length - 1);
  }

  /** The next item, which stays; its instant is `now` from here on. Undefined if there is none. */
  peek(): Item | undefined {
    const lane = this.#heap[0];
    if (lane === undefined) return undefined;
    this.#now = lane.firstAt;
    return lane.first;
  }

  /** Takes the next item, with its instant in `now`; undefined when there is none. */
  pop(): Item | undefined {
    const lane = this.#heap[0];
    if (lane === undefined) return undefined;
    this.#now = lane.firstAt;
    const item = lane.first;
    lane.takeFirst();
    if (lane.size === 0) this.#removeTop();
    if (this.#heap.length > 1) this.#siftDown();
    return item;
  }

  /** The instant of the next item; infinite if there is none. */
  get nextAt(): Millis {
    return this.#heap[0]?.firstAt ?? Infinity;
  }

  /** The instant of the last item taken or peeked at. */
  get now(): Millis {
    return this.#now;
  }

  /** The remaining items in order, with their times. O(n log n). */
  *pending(): Generator<readonly [Millis, Item]> {
    const entries = this.#heap.flatMap((lane) => lane.entries());
    entries.sort((a, b) => a.at - b.at || a.number - b.number);
    for (const { at, item } of entries) yield [at, item];
  }

  /** The remaining items of the present instant, in order. O(n log n), n being the items left. */
  due(): readonly Item[] {
    const lanes = this.#heap.filter(({ firstAt }) => firstAt === this.#now);
    const entries = lanes.flatMap((lane) => lane.entriesAt(this.#now));
    return entries.sort((a, b) => a.number - b.number).map(({ item }) => item);
  }

  /** Forgets all items. The clock is set to an instant, also an earlier one. */
  reset(now: Millis): void {
    this.#now = now;
    this.#pushed = 0;
    for (const lane of this.#heap) lane.clear();
    this.#heap.length = 0;
  }

  #laneOf(delay: Millis): Lane<Item> {
    if (this.#last?.delay === delay) return this.#last;
    let lane = this.#lanes.get(delay);
    if (lane === undefined) {
      lane = new Lane(delay);
      this.#lanes.set(delay, lane);
    }
    this.#last = lane;
    return lane;
  }

  #removeTop(): void {
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#heap[0] = last;
    if (this.#lanes.size <= MOST_EMPTY_LANES) return;
    for (const [delay, lane] of this.#lanes) {
      if (lane.size === 0) this.#lanes.delete(delay);
    }
    this.#last = undefined;
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

/** The items of one delay, in order. Its room is used again once it was empty. */
class Lane<Item> {
  readonly delay: Millis;
  readonly #ats: Millis[] = [];
  readonly #numbers: number[] = [];
  readonly #items: (Item | undefined)[] = [];
  /** How many of them were taken. */
  #taken = 0;
  #end = 0;

  constructor(delay: Millis) {
    this.delay = delay;
  }

  /** How many items are left. */
  get size(): number {
    return this.#end - this.#taken;
  }

  /** The first item that is left. */
  get first(): Item | undefined {
    return this.#items[this.#taken];
  }

  /** When it is due. */
  get firstAt(): Millis {
    return this.#ats[this.#taken] ?? Infinity;
  }

  /** Its place in the order of insertion. */
  get firstNumber(): number {
    return this.#numbers[this.#taken] ?? Infinity;
  }

  /** Adds an item; returns how many are left then. */
  push(at: Millis, number: number, item: Item): number {
    const end = this.#end++;
    this.#ats[end] = at;
    this.#numbers[end] = number;
    this.#items[end] = item;
    return this.size;
  }

  takeFirst(): void {
    this.#items[this.#taken++] = undefined;
    if (this.#taken === this.#end) this.clear();
    else if (this.#taken >= MOST_TAKEN && 2 * this.#taken > this.#end) this.#moveForward();
  }

  clear(): void {
    for (let index = this.#taken; index < this.#end; index++) this.#items[index] = undefined;
    this.#taken = 0;
    this.#end = 0;
  }

  /** What is left, in order. */
  entries(): readonly Entry<Item>[] {
    const entries: Entry<Item>[] = [];
    for (let index = this.#taken; index < this.#end; index++) {
      const item = this.#items[index];
      if (item === undefined) continue;
      entries.push({ at: this.#ats[index] ?? 0, number: this.#numbers[index] ?? 0, item });
    }
    return entries;
  }

  /** What is left of the first instant, if that is `at`, in order. */
  entriesAt(at: Millis): readonly Entry<Item>[] {
    const all = this.entries();
    const later = all.findIndex((entry) => entry.at > at);
    return later < 0 ? all : all.slice(0, later);
  }

  #moveForward(): void {
    const left = this.size;
    for (const list of [this.#ats, this.#numbers, this.#items]) {
      list.copyWithin(0, this.#taken, this.#end);
      list.length = left;
    }
    this.#taken = 0;
    this.#end = left;
  }
}

/** Whether the first item of a lane comes before that of another. */
function isEarlier<Item>(a: Lane<Item> | undefined, b: Lane<Item> | undefined): boolean {
  if (a === undefined) return false;
  if (b === undefined) return true;
  return a.firstAt < b.firstAt || (a.firstAt === b.firstAt && a.firstNumber < b.firstNumber);
}
