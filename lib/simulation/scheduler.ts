/** Schedules the pending messages and timers of a run. */
import type { Timer } from "../protocol/host/event.js";
import type { Millis } from "../protocol/ids.js";
import type { NodeInfo } from "../protocol/judging/observed-event.js";
import { Post } from "./network/post.js";
import type { Delivery, Sending } from "./network/post.js";
import { EventQueue } from "./queue.js";
import type { ArrivalOrder } from "./script.js";
import { insertByDue } from "./timers.js";
import type { PendingTimer } from "./timers.js";

/** Any other scheduled action. */
export class Call {
  readonly call: () => void;

  constructor(call: () => void) {
    this.call = call;
  }
}

/** The pending messages and timers at some point of a run, without calls. */
export interface SchedulerSnapshot<M> {
  readonly now: Millis;
  readonly items: readonly (readonly [Millis, Delivery<M> | PendingTimer])[];
}

/** The scheduler: messages in flight and running timers, in one total order. */
export class Scheduler<M extends object> {
  readonly #queue = new EventQueue<Post<M> | PendingTimer | Call>();
  /** The running timers of each node: few, each of another name. */
  readonly #timers: readonly PendingTimer[][];
  /** How many timers were started. */
  #started = 0;
  #inFlight = 0;
  #order: ArrivalOrder | undefined;
  /** The copies that arrive now and have been ordered, the next one last. */
  #ordered: Post<M>[] = [];

  constructor(nodes: number) {
    this.#timers = Array.from({ length: nodes }, () => []);
  }

  /** Virtual time. */
  get now(): Millis {
    return this.#queue.now;
  }

  /** The number of copies of messages in flight. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Nothing is scheduled, and no time has passed. */
  reset(order?: ArrivalOrder): void {
    this.#order = order;
    this.#restart(0);
  }

  /** Schedules a copy for each of these receivers, in this order. */
  postAfter(sending: Sending<M>, receivers: readonly NodeInfo[], delay: Millis): void {
    this.#post(this.now + delay, sending, receivers);
  }

  callAfter(delay: Millis, call: () => void): void {
    this.#queue.push(this.now + delay, new Call(call));
  }

  /** Replaces the running timer of the same name. */
  startTimer(node: NodeInfo, timer: Timer, after: Millis): void {
    this.stopTimer(node, timer);
    const number = this.#started++;
    const pending = { node, timer, due: this.now + after, live: true, number };
    this.#timers[node.index]?.push(pending);
    this.#queue.push(pending.due, pending);
  }

  stopTimer(node: NodeInfo, timer: Timer): void {
    const timers = this.#timers[node.index];
    if (timers === undefined) return;
    for (let at = 0; at < timers.length; at++) {
      const running = timers[at];
      if (running?.timer.name !== timer.name) continue;
      running.live = false;
      removeAt(timers, at);
      return;
    }
  }

  stopTimers(node: NodeInfo): void {
    const timers = this.#timers[node.index];
    if (timers === undefined) return;
    for (const pending of timers) pending.live = false;
    while (timers.length > 0) timers.pop();
  }

  /** Whether the node has a running timer. */
  hasTimer(node: NodeInfo): boolean {
    return (this.#timers[node.index]?.length ?? 0) > 0;
  }

  /**
   * Takes the next item and advances the clock to it: of a post the next copy, whose receiver it
   * then names. Skips stopped timers.
   */
  next(): Post<M> | PendingTimer | Call | undefined {
    for (;;) {
      if (this.#order !== undefined) {
        const ordered = this.#ordered.pop();
        if (ordered !== undefined) return this.#taken(ordered);
      }
      const item = this.#queue.peek();
      if (item === undefined) return undefined;
      if (item instanceof Post) {
        if (this.#order !== undefined) {
          this.#orderArrivals(this.#order);
          continue;
        }
        this.#inFlight--;
        if (++item.taken === item.receivers.length) this.#queue.pop();
        return item;
      }
      this.#queue.pop();
      if (item instanceof Call) return item;
      if (item.live) {
        const timers = this.#timers[item.node.index];
        if (timers !== undefined) removeAt(timers, timers.indexOf(item));
        return item;
      }
    }
  }

  /**
   * What is left of the present instant, in order, without stopped timers. Empty where arrivals
   * have an order of their own: what comes next is not known before it is taken.
   */
  due(): readonly (Post<M> | PendingTimer | Call)[] {
    if (this.#order !== undefined) return [];
    return this.#queue.due().filter((item) => !("live" in item) || item.live);
  }

  #taken(copy: Post<M>): Post<M> {
    this.#inFlight--;
    copy.taken++;
    return copy;
  }

  /** Takes the messages that arrive now, up to the next timer, and orders their copies. */
  #orderArrivals(order: ArrivalOrder): void {
    const copies: Delivery<M>[] = [];
    const { now } = this;
    while (this.#queue.nextAt === now) {
      const item = this.#queue.peek();
      if (!(item instanceof Post)) break;
      this.#queue.pop();
      copies.push(...item.deliveries());
    }
    this.#ordered = inOrder(copies, order)
      .reverse()
      .map((copy) => new Post(copy, [copy.to]));
  }

  /** The running timers, in the order in which they fire. */
  runningTimers(): readonly PendingTimer[] {
    const running: PendingTimer[] = [];
    for (const timers of this.#timers) {
      for (const timer of timers) insertByDue(running, timer);
    }
    return running;
  }

  /** All pending messages and timers in order, without stopped timers and calls. */
  *pending(): Generator<readonly [Millis, Post<M> | PendingTimer]> {
    for (const copy of this.#ordered.toReversed()) yield [this.now, copy];
    for (const [at, item] of this.#queue.pending()) {
      if (item instanceof Post || (!(item instanceof Call) && item.live)) yield [at, item];
    }
  }

  /** All that is pending, copy by copy. */
  save(): SchedulerSnapshot<M> {
    const items: (readonly [Millis, Delivery<M> | PendingTimer])[] = [];
    for (const [at, item] of this.pending()) {
      if (item instanceof Post) for (const each of item.deliveries()) items.push([at, each]);
      else items.push([at, item]);
    }
    return { now: this.now, items };
  }

  /** Restores a snapshot, any number of times. */
  restore({ now, items }: SchedulerSnapshot<M>): void {
    this.#restart(now);
    for (const [at, item] of items) {
      if ("live" in item) {
        const pending = { ...item, live: true, number: this.#started++ };
        this.#timers[item.node.index]?.push(pending);
        this.#queue.push(at, pending);
      } else this.#post(at, item, [item.to]);
    }
  }

  #restart(now: Millis): void {
    this.#queue.reset(now);
    this.#inFlight = 0;
    this.#ordered = [];
    for (const timers of this.#timers) while (timers.length > 0) timers.pop();
  }

  #post(at: Millis, sending: Sending<M>, receivers: readonly NodeInfo[]): void {
    this.#inFlight += receivers.length;
    this.#queue.push(at, new Post(sending, receivers));
  }
}

/** The copies that have a place, in order, at the places of these; the others where they were. */
function inOrder<M>(copies: readonly Delivery<M>[], order: ArrivalOrder): Delivery<M>[] {
  const places = copies.map((copy) => order(copy));
  const moved = copies
    .map((copy, at) => ({ copy, at, place: places[at] }))
    .filter(({ place }) => place !== undefined)
    .sort((one, other) => (one.place ?? 0) - (other.place ?? 0) || one.at - other.at);
  let next = 0;
  return copies.map((copy, at) => {
    if (places[at] === undefined) return copy;
    return moved[next++]?.copy ?? copy;
  });
}

/** Removes an item from a list in which the order means nothing. */
function removeAt(list: unknown[], at: number): void {
  const last = list.pop();
  if (last !== undefined && at < list.length) list[at] = last;
}
