import { unreachable } from "../protocol/assert.js";
import type { ReplicaContext } from "../protocol/context.js";
import type { Effect, Entrance } from "../protocol/effect.js";
import { timerSlot } from "../protocol/event.js";
import type { Event, Timer } from "../protocol/event.js";
import { GENESIS_ROUND } from "../protocol/ids.js";
import type { Millis, NodeId, ReplicaId, Round } from "../protocol/ids.js";
import type { ProtocolMessage } from "../protocol/message.js";
import type { NodeInfo, Occurrence } from "../protocol/occurrence.js";
import type { Protocol } from "../protocol/protocol.js";
import type { MemoryLedger } from "./ledger.js";
import type { Envelope, Fate, Held, LinkPolicy } from "./network.js";
import { EventQueue } from "./queue.js";
import type { Tracer } from "./trace.js";

/** One process: who it is, and what its replica is given. */
export interface NodeSpec {
  readonly info: NodeInfo;
  readonly context: ReplicaContext;
  /** The ledger behind `context.ledger`. */
  readonly ledger: MemoryLedger;
}

/** All that a run depends on. Equal worlds give equal runs. */
export interface World<State extends object, Message extends ProtocolMessage> {
  readonly protocol: Protocol<State, Message>;
  /** In the order that breaks ties between simultaneous messages. */
  readonly nodes: readonly NodeSpec[];
  /** The first sets the delay, the others may change it or lose the message. */
  readonly links: readonly LinkPolicy[];
  /** A node that has passed it starts no round timer; when all honest ones have, the run ends. */
  readonly lastRound: Round;
  readonly limits: { readonly events: number; readonly time: Millis };
  readonly judge?: (occurrence: Occurrence) => void;
  readonly trace?: Tracer<Message>;
}

/** Why a run ended. */
export type Ending =
  /** Every honest node has passed the last round. */
  | { readonly kind: "completed" }
  /** Nothing can happen any more: no message in flight, and every timer only repeats itself. */
  | { readonly kind: "stalled" }
  /** A declared limit was reached: nothing is proven. */
  | { readonly kind: "inconclusive"; readonly limit: "events" | "time" }
  /** A protocol threw. */
  | { readonly kind: "crashed"; readonly node: NodeId; readonly error: string };

export interface Outcome {
  readonly ending: Ending;
  /** Virtual time at the end. */
  readonly at: Millis;
  /** Events handled: starts, deliveries, timers. */
  readonly events: number;
  /** The round in which each node ended, in node order. */
  readonly rounds: readonly Round[];
}

/** Runs a world to its end. */
export function simulate<S extends object, M extends ProtocolMessage>(world: World<S, M>): Outcome {
  return new Simulation(world).run();
}

interface Delivery<M> extends Envelope {
  readonly payload: M;
}

interface Alarm {
  readonly node: Node;
  readonly timer: Timer;
  readonly due: Millis;
  live: boolean;
}

interface Node {
  readonly index: number;
  readonly spec: NodeSpec;
  readonly alarms: Map<string, Alarm>;
  round: Round;
}

class Simulation<S extends object, M extends ProtocolMessage> {
  readonly #world: World<S, M>;
  readonly #nodes: readonly Node[];
  readonly #states: readonly S[];
  readonly #nodesOf = new Map<ReplicaId, Node[]>();
  readonly #queue = new EventQueue<Delivery<M> | Alarm>();
  readonly #held: { readonly delivery: Delivery<M>; readonly fate: Held }[] = [];
  /** Global states at instants without a message in flight. */
  readonly #quietStates = new Set<string>();
  #inFlight = 0;
  #events = 0;
  #behind: number;
  #crash: Ending | undefined;

  constructor(world: World<S, M>) {
    this.#world = world;
    this.#nodes = world.nodes.map((spec, index) => ({
      index,
      spec,
      alarms: new Map(),
      round: GENESIS_ROUND,
    }));
    this.#states = world.nodes.map(({ context }) => world.protocol.init(context));
    this.#behind = world.nodes.filter(({ info }) => info.honest).length;
    for (const node of this.#nodes) {
      const { replica } = node.spec.info;
      const siblings = this.#nodesOf.get(replica);
      if (siblings === undefined) this.#nodesOf.set(replica, [node]);
      else siblings.push(node);
    }
  }

  run(): Outcome {
    const ending = this.#play();
    const rounds = this.#nodes.map((node) => node.round);
    return { ending, at: this.#queue.now, events: this.#events, rounds };
  }

  #play(): Ending {
    const { limits, trace } = this.#world;
    for (const node of this.#nodes) {
      trace?.({ at: 0, kind: "started", node: node.spec.info });
      this.#handle(node, { kind: "start" });
    }
    for (;;) {
      if (this.#crash !== undefined) return this.#crash;
      const item = this.#queue.pop();
      if (item === undefined) return this.#behind === 0 ? COMPLETED : STALLED;
      if (this.#events >= limits.events) return { kind: "inconclusive", limit: "events" };
      if (this.#queue.now > limits.time) return { kind: "inconclusive", limit: "time" };
      if ("payload" in item) this.#deliver(item);
      else if (item.live) {
        const ending = this.#inFlight === 0 ? this.#quietEnding() : undefined;
        if (ending !== undefined) return ending;
        this.#fire(item);
      }
    }
  }

  #deliver(delivery: Delivery<M>): void {
    const node = this.#at(delivery.toIndex);
    this.#inFlight--;
    this.#world.trace?.({
      at: this.#queue.now,
      kind: "delivered",
      from: delivery.from,
      node: node.spec.info,
      message: delivery.message,
    });
    this.#handle(node, { kind: "message", message: delivery.payload });
  }

  #fire(alarm: Alarm): void {
    alarm.live = false;
    const { node, timer } = alarm;
    node.alarms.delete(timerSlot(timer));
    this.#world.trace?.({ at: this.#queue.now, kind: "fired", node: node.spec.info, timer });
    this.#handle(node, { kind: "timer", timer });
  }

  #handle(node: Node, event: Event<M>): void {
    const { protocol, trace } = this.#world;
    this.#events++;
    let effects: Effect<M>[];
    try {
      effects = protocol.handle(this.#stateOf(node), event, node.spec.context);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#crash = { kind: "crashed", node: node.spec.info.id, error: message };
      return;
    }
    for (const effect of effects) {
      trace?.({ at: this.#queue.now, kind: "effect", node: node.spec.info, effect });
      this.#carryOut(node, effect);
    }
  }

  #carryOut(node: Node, effect: Effect<M>): void {
    const { judge } = this.#world;
    const { info, ledger } = node.spec;
    const at = this.#queue.now;
    switch (effect.kind) {
      case "send":
        this.#send(node, this.#nodesOf.get(effect.to) ?? [], effect.message);
        break;
      case "broadcast":
        this.#send(node, this.#nodes, effect.message);
        break;
      case "start-timer":
        this.#startTimer(node, effect.timer, effect.after);
        break;
      case "stop-timer":
        this.#stopTimer(node, timerSlot(effect.timer));
        break;
      case "commit":
        ledger.append(effect.entry);
        judge?.({ at, node: info, kind: "committed", entry: effect.entry });
        break;
      case "entered":
        this.#enter(node, effect.round, effect.by);
        break;
      case "certified":
        judge?.({ at, node: info, kind: "certified", certificate: effect.certificate });
        break;
      case "persist":
      case "decided":
      case "refused":
        break;
      default:
        unreachable(effect);
    }
  }

  #enter(node: Node, round: Round, by: Entrance): void {
    const { judge, lastRound } = this.#world;
    const { info } = node.spec;
    if (info.honest && node.round <= lastRound && round > lastRound) this.#behind--;
    node.round = round;
    judge?.({ at: this.#queue.now, node: info, kind: "entered", round, by });
    if (this.#held.length > 0) this.#release(node);
  }

  #send(node: Node, receivers: readonly Node[], payload: M): void {
    const { protocol, judge } = this.#world;
    const message = protocol.describe(payload);
    const from = node.spec.info;
    judge?.({ at: this.#queue.now, node: from, kind: "sent", message });
    for (const receiver of receivers) {
      this.#dispatch({
        from,
        to: receiver.spec.info,
        fromIndex: node.index,
        toIndex: receiver.index,
        message,
        senderRound: node.round,
        payload,
      });
    }
  }

  #dispatch(delivery: Delivery<M>): void {
    let fate: Fate = 0;
    for (const link of this.#world.links) fate = link.apply(delivery, fate);
    const { from, to, message } = delivery;
    this.#world.trace?.({ at: this.#queue.now, kind: "link", from, to, message, fate });
    if (typeof fate === "number") this.#deliverAfter(delivery, fate);
    else if (fate.kind === "held") this.#held.push({ delivery, fate });
  }

  #deliverAfter(delivery: Delivery<M>, delay: Millis): void {
    this.#inFlight++;
    this.#queue.push(this.#queue.now + delay, delivery);
  }

  /** Sends on what waited for this node to enter a round above some other. */
  #release(node: Node): void {
    const due = this.#held.filter(
      ({ delivery, fate }) => delivery.toIndex === node.index && node.round > fate.until,
    );
    for (const waiting of due) {
      this.#held.splice(this.#held.indexOf(waiting), 1);
      this.#deliverAfter(waiting.delivery, 0);
    }
  }

  #startTimer(node: Node, timer: Timer, after: Millis): void {
    const slot = timerSlot(timer);
    this.#stopTimer(node, slot);
    if (timer.kind === "round" && timer.round > this.#world.lastRound) return;
    const due = this.#queue.now + after;
    const alarm = { node, timer, due, live: true };
    node.alarms.set(slot, alarm);
    this.#queue.push(due, alarm);
  }

  #stopTimer(node: Node, slot: string): void {
    const running = node.alarms.get(slot);
    if (running === undefined) return;
    running.live = false;
    node.alarms.delete(slot);
  }

  /**
   * Whether the run ends at an instant without a message in flight. A run is a function of its
   * global state, so when one recurs, everything after it recurs too, for ever.
   */
  #quietEnding(): Ending | undefined {
    const waits = this.#nodes.some(({ spec, alarms }) => spec.info.honest && alarms.size > 0);
    if (this.#behind === 0 && !waits) return COMPLETED;
    const state = this.#globalState();
    if (state === undefined) return undefined;
    if (this.#quietStates.has(state)) return this.#behind === 0 ? COMPLETED : STALLED;
    this.#quietStates.add(state);
    return undefined;
  }

  /** Every node's progress, every running timer relative to now, and what the links remember. */
  #globalState(): string | undefined {
    const parts: string[] = [];
    for (const node of this.#nodes) {
      parts.push(this.#world.protocol.progress(this.#stateOf(node)));
      const alarms = [...node.alarms].map(
        ([slot, { timer, due }]) =>
          `${slot} ${timer.kind === "retry" ? timer.attempt : timer.round} ${due - this.#queue.now}`,
      );
      parts.push(...alarms.sort());
    }
    for (const { memory } of this.#world.links) {
      if (memory === undefined) continue;
      const remembered = memory();
      if (remembered === null) return undefined;
      parts.push(remembered);
    }
    return parts.join("\n");
  }

  #at(index: number): Node {
    const node = this.#nodes[index];
    if (node === undefined) throw new RangeError(`no node ${index}`);
    return node;
  }

  #stateOf({ index }: Node): S {
    const state = this.#states[index];
    if (state === undefined) throw new RangeError(`no state of node ${index}`);
    return state;
  }
}

const COMPLETED: Ending = { kind: "completed" };
const STALLED: Ending = { kind: "stalled" };
