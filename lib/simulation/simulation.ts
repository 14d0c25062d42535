import { invariant, unreachable } from "../protocol/assert.js";
import type { ClientRequest } from "../protocol/client.js";
import type { CertificateDescription } from "../protocol/description.js";
import { isObservation } from "../protocol/effect.js";
import type { Deed, Effect, Entrance, Observation } from "../protocol/effect.js";
import type { Event, Timer } from "../protocol/event.js";
import { GENESIS_ROUND } from "../protocol/ids.js";
import type { Millis, ReplicaId, Round } from "../protocol/ids.js";
import type { LedgerEntry } from "../protocol/ledger.js";
import type { ProtocolMessage } from "../protocol/message.js";
import type { NodeInfo, Occurrence } from "../protocol/occurrence.js";
import { Agenda, alarmKey } from "./agenda.js";
import type { Alarm, Delivery } from "./agenda.js";
import type { Fate, Held } from "./network.js";
import { GuestHouse } from "./guests.js";
import { initialState } from "./disk.js";
import { Watch } from "./watch.js";
import type { Crash, Ending, Incident, NodeSpec, Outcome, World } from "./world.js";

/** Runs a world to its end. */
export function simulate<S extends object, M extends ProtocolMessage>(world: World<S, M>): Outcome {
  return new Simulation(world).run();
}

interface Node<S> {
  readonly spec: NodeSpec;
  state: S;
  round: Round;
  /** How often it went down. Nothing of one life reaches the next. */
  deaths: number;
  up: boolean;
}

/** A message that waits for its receiver to enter a round above `until`. */
interface HeldDelivery<M> {
  readonly delivery: Delivery<M>;
  readonly until: Round;
  /** When it would have arrived had it not been held. */
  readonly earliest: Millis;
}

const COMPLETED: Ending = { kind: "completed" };
const STALLED: Ending = { kind: "stalled" };

class Simulation<S extends object, M extends ProtocolMessage> {
  readonly #world: World<S, M>;
  readonly #nodes: readonly Node<S>[];
  readonly #nodesOf = new Map<ReplicaId, Node<S>[]>();
  readonly #agenda: Agenda<M>;
  readonly #held: HeldDelivery<M>[] = [];
  /** Global states in which a timer fired. */
  readonly #seen = new Set<string>();
  #events = 0;
  readonly #watch = new Watch();
  /** Honest nodes that have not passed the last round. */
  #behind: number;
  /** Set when a protocol throws. */
  #ending: Ending | undefined;
  readonly #house: GuestHouse<M> | undefined;

  constructor(world: World<S, M>) {
    this.#world = world;
    this.#agenda = new Agenda(world.nodes.length);
    this.#nodes = world.nodes.map((spec) => ({
      spec,
      state: initialState(world.protocol, spec),
      round: GENESIS_ROUND,
      deaths: 0,
      up: true,
    }));
    if (world.hospitality !== undefined) {
      this.#house = new GuestHouse(world.hospitality, this.#agenda, (r) => this.#request(r));
    }
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
    return { ending, at: this.#agenda.now, events: this.#events, rounds };
  }

  #play(): Ending {
    for (const node of this.#nodes) {
      this.#world.trace?.({ at: 0, kind: "started", node: node.spec.info });
      this.#recall(node);
      this.#handle(node, { kind: "start" });
      if (this.#ending !== undefined) return this.#ending;
    }
    this.#house?.start();
    for (;;) {
      const ending = this.#step();
      if (ending !== undefined) return ending;
      if (this.#world.until?.() === true) return COMPLETED;
    }
  }

  /** Takes the next thing that is due; how the run ends, if it does. */
  #step(): Ending | undefined {
    if (this.#behind === 0 && this.#isSettled()) return COMPLETED;
    const item = this.#agenda.next();
    if (item === undefined) return this.#behind === 0 ? COMPLETED : STALLED;
    const limit = this.#limitReached();
    if (limit !== undefined) return { kind: "inconclusive", limit };
    if ("payload" in item) this.#deliver(item);
    else if ("call" in item) item.call();
    else {
      const ending = this.#endingBefore(item);
      if (ending !== undefined) return ending;
      this.#fire(item);
    }
    return this.#ending;
  }

  /** The limit that forbids what is due to happen. */
  #limitReached(): "events" | "time" | undefined {
    const { events, time } = this.#world.limits;
    if (this.#events >= events) return "events";
    return this.#agenda.now > time ? "time" : undefined;
  }

  #deliver(delivery: Delivery<M>): void {
    const node = this.#nodeOf(delivery.to);
    if (!node.up) return;
    this.#world.trace?.({
      at: this.#agenda.now,
      kind: "delivered",
      from: delivery.from,
      node: node.spec.info,
      message: delivery.message,
    });
    this.#handle(node, { kind: "message", message: delivery.payload });
  }

  #fire({ node: info, timer }: Alarm): void {
    const node = this.#nodeOf(info);
    this.#world.trace?.({ kind: "fired", at: this.#agenda.now, node: info, timer });
    this.#handle(node, { kind: "timer", timer });
  }

  #handle(node: Node<S>, event: Event<M>): void {
    const { protocol, trace } = this.#world;
    this.#events++;
    let effects: Effect<M>[];
    try {
      effects = protocol.handle(node.state, event, node.spec.context);
    } catch (error) {
      this.#fail(node, error);
      return;
    }
    const { deaths } = node;
    for (const effect of effects) {
      if (node.deaths !== deaths) return;
      trace?.({ at: this.#agenda.now, kind: "effect", node: node.spec.info, effect });
      if (isObservation(effect)) this.#observe(node, effect);
      else this.#carryOut(node, effect);
    }
  }

  /** A request on its way to every node, whatever became of the node by then. */
  #request(request: ClientRequest): void {
    for (const node of this.#nodes) {
      this.#agenda.callAfter(this.#world.hospitality?.delay() ?? 0, () => {
        if (node.up) this.#handle(node, { kind: "request", request });
      });
    }
  }

  /** A protocol threw: the run is over, unless faults have made the node what it is. */
  #fail(node: Node<S>, error: unknown): void {
    const { info, corrupt } = node.spec;
    if (corrupt === true) {
      this.#takeDown(node);
      this.#report(node, "halted");
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    this.#ending = { kind: "crashed", node: info.id, error: message };
  }

  #crash(node: Node<S>, downtime: Millis): void {
    this.#takeDown(node);
    this.#report(node, "crashed");
    this.#agenda.callAfter(downtime, () => {
      node.state = initialState(this.#world.protocol, node.spec);
      node.up = true;
      this.#report(node, "restarted");
      this.#handle(node, { kind: "start" });
    });
  }

  #report({ spec }: Node<S>, kind: Incident["kind"]): void {
    this.#world.incident?.({ at: this.#agenda.now, node: spec.info, kind });
  }

  #takeDown(node: Node<S>): void {
    node.up = false;
    node.deaths++;
    this.#agenda.stopTimers(node.spec.info);
  }

  #carryOut(node: Node<S>, deed: Deed<M>): void {
    switch (deed.kind) {
      case "send":
        this.#send(node, this.#nodesOf.get(deed.to) ?? [], deed.message);
        break;
      case "broadcast":
        this.#send(node, this.#nodes, deed.message);
        break;
      case "start-timer":
        this.#startTimer(node, deed.timer, deed.after);
        break;
      case "stop-timer":
        this.#agenda.stopTimer(node.spec.info, deed.timer);
        break;
      case "commit":
        this.#commit(node, deed.entry);
        break;
      case "persist":
        node.spec.disk?.save(deed.durable);
        break;
      case "reply":
        this.#house?.reply(deed.to, deed.reply);
        break;
      default:
        unreachable(deed);
    }
  }

  #observe(node: Node<S>, observation: Observation<M>): void {
    switch (observation.kind) {
      case "entered":
        this.#enter(node, observation.round, observation.by);
        break;
      case "certified":
        this.#certify(node, observation.certificate);
        break;
      case "decided":
      case "refused":
        break;
      default:
        unreachable(observation);
    }
  }

  /** A judge is told of what a node committed in an earlier life. */
  #recall({ spec }: Node<S>): void {
    for (const entry of spec.ledger.entries()) {
      this.#tell({ kind: "committed", at: 0, node: spec.info, entry });
    }
  }

  #tell(occurrence: Occurrence): void {
    this.#world.judge?.(occurrence);
  }

  #certify({ spec }: Node<S>, certificate: CertificateDescription): void {
    this.#tell({ kind: "certified", at: this.#agenda.now, node: spec.info, certificate });
  }

  #commit({ spec }: Node<S>, entry: LedgerEntry): void {
    spec.disk?.append(entry);
    spec.ledger.append(entry);
    this.#watch.noteNews();
    this.#tell({ kind: "committed", at: this.#agenda.now, node: spec.info, entry });
  }

  #enter(node: Node<S>, round: Round, by: Entrance): void {
    const { lastRound } = this.#world;
    if (node.spec.info.honest && node.round <= lastRound && round > lastRound) this.#behind--;
    node.round = round;
    this.#watch.noteNews();
    this.#tell({ kind: "entered", at: this.#agenda.now, node: node.spec.info, round, by });
    if (this.#held.length > 0) this.#release(node);
  }

  #send(node: Node<S>, receivers: readonly Node<S>[], payload: M): void {
    const message = this.#world.protocol.describe(payload);
    const from = node.spec.info;
    const { deaths } = node;
    this.#tell({ kind: "sent", at: this.#agenda.now, node: from, message });
    for (const receiver of receivers) {
      const to = receiver.spec.info;
      this.#dispatch(node, { from, to, message, senderRound: node.round, payload });
      if (node.deaths !== deaths) return;
    }
  }

  #dispatch(sender: Node<S>, delivery: Delivery<M>): void {
    let fate: Fate | Crash = 0;
    let delay: Millis = 0;
    for (const link of this.#world.links) {
      fate = link.apply(delivery, fate);
      if (typeof fate === "number") delay = fate;
    }
    if (this.#world.interfere !== undefined) {
      const { state, spec } = sender;
      const { context } = spec;
      const at = this.#agenda.now;
      fate = this.#world.interfere({ at, envelope: delivery, fate, state, context });
      if (typeof fate !== "number" && fate.kind === "crash") {
        this.#crash(sender, fate.downtime);
        return;
      }
    }
    const { from, to, message } = delivery;
    this.#world.trace?.({ at: this.#agenda.now, kind: "link", from, to, message, fate });
    if (typeof fate === "number") this.#agenda.deliverAfter(delivery, fate);
    else if (fate.kind === "held") this.#hold(delivery, fate, delay);
  }

  /** Keeps a message from a node that has not entered a round above some other yet. */
  #hold(delivery: Delivery<M>, { until }: Held, delay: Millis): void {
    const isThere = this.#nodeOf(delivery.to).round > until;
    if (isThere) this.#agenda.deliverAfter(delivery, delay);
    else this.#held.push({ delivery, until, earliest: this.#agenda.now + delay });
  }

  /** Sends on what waited for this node to enter the round that it has entered. */
  #release(node: Node<S>): void {
    const { now } = this.#agenda;
    const due = this.#held.filter(
      ({ delivery, until }) => delivery.to === node.spec.info && node.round > until,
    );
    for (const waiting of due) {
      this.#held.splice(this.#held.indexOf(waiting), 1);
      this.#agenda.deliverAfter(waiting.delivery, Math.max(0, waiting.earliest - now));
    }
  }

  #startTimer(node: Node<S>, timer: Timer, after: Millis): void {
    if (timer.kind === "round" && timer.round > this.#world.lastRound) {
      this.#agenda.stopTimer(node.spec.info, timer);
    } else this.#agenda.startTimer(node.spec.info, timer, after);
  }

  /** Whether nothing is in flight and no honest node waits for anything. */
  #isSettled(): boolean {
    if (this.#agenda.inFlight > 0) return false;
    return this.#nodes.every(({ spec: { info } }) => !info.honest || !this.#agenda.waits(info));
  }

  /**
   * How the run ends if it ends before this timer fires. A run is a function of its global state,
   * so when one recurs, everything after it recurs too, for ever. To look is cheap while no message
   * is in flight, and always soon enough but where retries never leave such an instant.
   */
  #endingBefore(alarm: Alarm): Ending | undefined {
    if (this.#world.until !== undefined) return undefined;
    if (this.#agenda.inFlight > 0 && !this.#watch.isDue(alarm)) return undefined;
    const state = this.#globalState(alarm);
    if (state === undefined) return undefined;
    if (this.#seen.has(state)) return this.#behind === 0 ? COMPLETED : STALLED;
    this.#seen.add(state);
    return undefined;
  }

  /**
   * Every node's progress, what is scheduled, in order and relative to now, and what the links
   * remember; undefined when a link cannot tell. Held messages do not count: only a node that
   * enters a round releases them, and that is progress.
   */
  #globalState(next: Alarm): string | undefined {
    const parts = this.#nodes.map(({ state }) => this.#world.protocol.progress(state));
    parts.push(alarmKey(next, this.#agenda.now), ...this.#agenda.outlook());
    for (const link of this.#world.links) {
      const remembered = link.memory?.();
      if (remembered === null) return undefined;
      if (remembered !== undefined) parts.push(remembered);
    }
    return parts.join("\n");
  }

  #nodeOf({ id, index }: NodeInfo): Node<S> {
    const node = this.#nodes[index];
    invariant(node !== undefined, "a node stands at its index", { id, index });
    return node;
  }
}
