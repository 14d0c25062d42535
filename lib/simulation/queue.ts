/** The event queue: items ordered by time and insertion. */
import type { Millis } from "../protocol/ids.js";

/**
 * Items in the total order of (time, order of insertion). Items of one instant share a bucket, so
 * with few distinct delays both operations are O(1); at worst O(log instants).
 */
export class EventQueue<Item> {
  readonly #buckets = new Map<Millis, Bucket<Item>>();
  /** A binary heap of the instants that have a bucket. */
  readonly #instants: Millis[] = [];
  #current: Bucket<Item> | undefined;
  #now: Millis;

  constructor(now: Millis = 0) {
    this.#now = now;
  }

  /** Adds an item at an instant not before that of the last item popped. */
  push(at: Millis, item: Item): void {
    const bucket = this.#buckets.get(at);
    if (bucket !== undefined) {
      bucket.items.push(item);
      return;
    }
    this.#buckets.set(at, { at, items: [item], next: 0 });
    this.#instants.push(at);
    this.#siftUp(this.#instants.length - 1);
  }

  /** The next item, with its instant in `now`; undefined when there is none. */
  pop(): Item | undefined {
    let bucket = this.#current ?? this.#nextBucket();
    while (bucket !== undefined && bucket.next >= bucket.items.length) {
      this.#buckets.delete(bucket.at);
      bucket = this.#nextBucket();
    }
    this.#current = bucket;
    if (bucket === undefined) return undefined;
    this.#now = bucket.at;
    return bucket.items[bucket.next++];
  }

  /** The instant of the last item popped. */
  get now(): Millis {
    return this.#now;
  }

  /** The remaining items in order, with their times. O(n log n). */
  *pending(): Generator<readonly [Millis, Item]> {
    const later = [...this.#instants].sort((a, b) => a - b);
    const buckets = later.flatMap((at) => this.#buckets.get(at) ?? []);
    for (const { at, items, next } of this.#current ? [this.#current, ...buckets] : buckets) {
      for (const item of items.slice(next)) yield [at, item];
    }
  }

  #nextBucket(): Bucket<Item> | undefined {
    const instants = this.#instants;
    const [earliest] = instants;
    const last = instants.pop();
    if (earliest === undefined || last === undefined) return undefined;
    if (instants.length > 0) {
      instants[0] = last;
      this.#siftDown();
    }
    return this.#buckets.get(earliest);
  }

  #siftUp(from: number): void {
    const instants = this.#instants;
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!swapIfLater(instants, parent, index)) return;
      index = parent;
    }
  }

  #siftDown(): void {
    const instants = this.#instants;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const child = (instants[right] ?? Infinity) < (instants[left] ?? Infinity) ? right : left;
      if (!swapIfLater(instants, index, child)) return;
      index = child;
    }
  }
}

interface Bucket<Item> {
  readonly at: Millis;
  readonly items: Item[];
  next: number;
}

function swapIfLater(instants: Millis[], upper: number, lower: number): boolean {
  const above = instants[upper];
  const below = instants[lower];
  if (above === undefined || below === undefined || above <= below) return false;
  instants[upper] = below;
  instants[lower] = above;
  return true;
}
