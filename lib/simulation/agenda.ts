/** What is still to happen in a run. */
import type { Timer } from "../protocol/event.js";
import type { Millis } from "../protocol/ids.js";
import type { NodeInfo } from "../protocol/occurrence.js";
import { canonicalText } from "../explore/canonical.js";
import type { Envelope } from "./network.js";
import { EventQueue } from "./queue.js";

/** A message on its way. */
export interface Delivery<M> extends Envelope {
  readonly payload: M;
}

/** A timer that runs. */
export interface Alarm {
  readonly node: NodeInfo;
  readonly timer: Timer;
  readonly due: Millis;
  live: boolean;
}

/** Anything else that is to happen at an instant. */
export interface Call {
  readonly call: () => void;
}

/** What was still to happen at some moment, calls aside. */
export interface SavedAgenda<M> {
  readonly now: Millis;
  readonly items: readonly (readonly [Millis, Delivery<M> | Alarm])[];
}

/** What is still to happen: messages in flight and running timers, in one total order. */
export class Agenda<M> {
  #queue = new EventQueue<Delivery<M> | Alarm | Call>();
  /** The running timers of each node, by name. */
  readonly #alarms: readonly Map<string, Alarm>[];
  #inFlight = 0;

  constructor(nodes: number) {
    this.#alarms = Array.from({ length: nodes }, () => new Map<string, Alarm>());
  }

  /** Virtual time. */
  get now(): Millis {
    return this.#queue.now;
  }

  /** How many messages are on their way. */
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
    const alarm = { node, timer, due: this.now + after, live: true };
    this.#alarmsOf(node)?.set(timer.name, alarm);
    this.#queue.push(alarm.due, alarm);
  }

  stopTimer(node: NodeInfo, timer: Timer): void {
    const alarms = this.#alarmsOf(node);
    const running = alarms?.get(timer.name);
    if (running === undefined) return;
    running.live = false;
    alarms?.delete(timer.name);
  }

  stopTimers(node: NodeInfo): void {
    const alarms = this.#alarmsOf(node);
    for (const alarm of alarms?.values() ?? []) alarm.live = false;
    alarms?.clear();
  }

  /** Whether a timer of the node runs. */
  waits(node: NodeInfo): boolean {
    return (this.#alarmsOf(node)?.size ?? 0) > 0;
  }

  /** Takes what is due next, and moves the clock to it; stopped timers are passed over. */
  next(): Delivery<M> | Alarm | Call | undefined {
    for (;;) {
      const item = this.#queue.pop();
      if (item === undefined) return undefined;
      if ("payload" in item) {
        this.#inFlight--;
        return item;
      }
      if ("call" in item) return item;
      if (item.live) {
        this.#alarmsOf(item.node)?.delete(item.timer.name);
        return item;
      }
    }
  }

  /** What is still to happen after now, calls aside, in order and relative to now. */
  outlook(nameOf: (payload: M) => number): string[] {
    const outlook: string[] = [];
    for (const [at, item] of this.#queue.pending()) {
      if ("payload" in item) {
        outlook.push(`${item.to.index} ${at - this.now} ${nameOf(item.payload)}`);
      } else if ("live" in item && item.live) outlook.push(alarmKey(item, this.now));
    }
    return outlook;
  }

  /** All that is still to happen, in order; stopped timers and calls left out. */
  save(): SavedAgenda<M> {
    const items: (readonly [Millis, Delivery<M> | Alarm])[] = [];
    for (const [at, item] of this.#queue.pending()) {
      if ("payload" in item || ("live" in item && item.live)) items.push([at, item]);
    }
    return { now: this.now, items };
  }

  /** Goes back to what was saved, any number of times. */
  restore({ now, items }: SavedAgenda<M>): void {
    this.#queue = new EventQueue(now);
    this.#inFlight = 0;
    for (const alarms of this.#alarms) alarms.clear();
    for (const [at, item] of items) {
      if ("live" in item) {
        const alarm = { ...item, live: true };
        this.#alarmsOf(item.node)?.set(item.timer.name, alarm);
        this.#queue.push(at, alarm);
      } else {
        this.#inFlight++;
        this.#queue.push(at, item);
      }
    }
  }

  #alarmsOf({ index }: NodeInfo): Map<string, Alarm> | undefined {
    return this.#alarms[index];
  }
}

/** What tells a timer from others: all of its fields. */
export const alarmName = ({ node, timer }: Alarm): string =>
  hasOwnFields(timer)
    ? `${node.index} ${canonicalText(timer)}`
    : `${node.index} ${timer.name} ${timer.round ?? ""}`;

/** Whether the protocol has added fields to a timer. */
function hasOwnFields(timer: Timer): boolean {
  for (const field in timer) if (field !== "name" && field !== "round") return true;
  return false;
}

/** The same, with when it fires, relative to now. */
export const alarmKey = (alarm: Alarm, now: Millis): string =>
  `${alarmName(alarm)} ${alarm.due - now}`;
