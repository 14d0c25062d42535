/** Schedules the pending messages and timers of a run. */
import type { Timer } from "../protocol/event.js";
import type { Millis } from "../protocol/ids.js";
import type { NodeInfo } from "../protocol/judging/observed-event.js";
import { canonicalText } from "../explore/canonical.js";
import type { Envelope } from "./network.js";
import { EventQueue } from "./queue.js";

/** A message in flight. */
export interface Delivery<M> extends Envelope {
  readonly payload: M;
}

/** A running timer. */
export interface PendingTimer {
  readonly node: NodeInfo;
  readonly timer: Timer;
  readonly due: Millis;
  live: boolean;
}

/** Any other scheduled action. */
export interface Call {
  readonly call: () => void;
}

/** The pending messages and timers at some point of a run, without calls. */
export interface SchedulerSnapshot<M> {
  readonly now: Millis;
  readonly items: readonly (readonly [Millis, Delivery<M> | PendingTimer])[];
}

/** The scheduler: messages in flight and running timers, in one total order. */
export class Scheduler<M> {
  #queue = new EventQueue<Delivery<M> | PendingTimer | Call>();
  /** The running timers of each node, by name. */
  readonly #timers: readonly Map<string, PendingTimer>[];
  #inFlight = 0;

  constructor(nodes: number) {
    this.#timers = Array.from({ length: nodes }, () => new Map<string, PendingTimer>());
  }

  /** Virtual time. */
  get now(): Millis {
    return this.#queue.now;
  }

  /** The number of messages in flight. */
  get inFlight(): number {
    return this.#inFlight;
  }

  deliverAfter(delivery: Delivery<M>, delay: Millis): void {
    this.#inFlight++;
    this.#queue.push(this.now + delay, delivery);
  }

  callAfter(delay: Millis, call: () => void): void {
    this.#queue.push(this.now + delay, { call });
  }

  startTimer(node: NodeInfo, timer: Timer, after: Millis): void {
    this.stopTimer(node, timer);
    const pending = { node, timer, due: this.now + after, live: true };
    this.#timersOf(node)?.set(timer.name, pending);
    this.#queue.push(pending.due, pending);
  }

  stopTimer(node: NodeInfo, timer: Timer): void {
    const timers = this.#timersOf(node);
    const running = timers?.get(timer.name);
    if (running === undefined) return;
    running.live = false;
    timers?.delete(timer.name);
  }

  stopTimers(node: NodeInfo): void {
    const timers = this.#timersOf(node);
    for (const pending of timers?.values() ?? []) pending.live = false;
    timers?.clear();
  }

  /** Whether the node has a running timer. */
  hasTimer(node: NodeInfo): boolean {
    return (this.#timersOf(node)?.size ?? 0) > 0;
  }

  /** Removes the next item and advances the clock to it; skips stopped timers. */
  next(): Delivery<M> | PendingTimer | Call | undefined {
    for (;;) {
      const item = this.#queue.pop();
      if (item === undefined) return undefined;
      if ("payload" in item) {
        this.#inFlight--;
        return item;
      }
      if ("call" in item) return item;
      if (item.live) {
        this.#timersOf(item.node)?.delete(item.timer.name);
        return item;
      }
    }
  }

  /** The pending messages and timers, in order, with times relative to now. */
  pendingKeys(nameOf: (payload: M) => number): string[] {
    const keys: string[] = [];
    for (const [at, item] of this.#queue.pending()) {
      if ("payload" in item) {
        keys.push(`${item.to.index} ${at - this.now} ${nameOf(item.payload)}`);
      } else if ("live" in item && item.live) keys.push(pendingTimerKey(item, this.now));
    }
    return keys;
  }

  /** All pending messages and timers in order, without stopped timers and calls. */
  save(): SchedulerSnapshot<M> {
    const items: (readonly [Millis, Delivery<M> | PendingTimer])[] = [];
    for (const [at, item] of this.#queue.pending()) {
      if ("payload" in item || ("live" in item && item.live)) items.push([at, item]);
    }
    return { now: this.now, items };
  }

  /** Restores a snapshot, any number of times. */
  restore({ now, items }: SchedulerSnapshot<M>): void {
    this.#queue = new EventQueue(now);
    this.#inFlight = 0;
    for (const timers of this.#timers) timers.clear();
    for (const [at, item] of items) {
      if ("live" in item) {
        const pending = { ...item, live: true };
        this.#timersOf(item.node)?.set(item.timer.name, pending);
        this.#queue.push(at, pending);
      } else {
        this.#inFlight++;
        this.#queue.push(at, item);
      }
    }
  }

  #timersOf({ index }: NodeInfo): Map<string, PendingTimer> | undefined {
    return this.#timers[index];
  }
}

/** The key of a timer: all of its fields. */
export const pendingTimerName = ({ node, timer }: PendingTimer): string =>
  hasOwnFields(timer)
    ? `${node.index} ${canonicalText(timer)}`
    : `${node.index} ${timer.name} ${timer.round ?? ""}`;

/** Whether a timer has fields that the protocol added. */
function hasOwnFields(timer: Timer): boolean {
  for (const field in timer) if (field !== "name" && field !== "round") return true;
  return false;
}

/** The key of a timer, with its remaining time. */
export const pendingTimerKey = (pending: PendingTimer, now: Millis): string =>
  `${pendingTimerName(pending)} ${pending.due - now}`;
