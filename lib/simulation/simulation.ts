import { invariant, unreachable } from "../protocol/assert.js";
import type { CertificateDescription } from "../protocol/description.js";
import type { Effect, Entrance } from "../protocol/effect.js";
import type { Event, Timer } from "../protocol/event.js";
import { GENESIS_ROUND } from "../protocol/ids.js";
import type { Millis, ReplicaId, Round } from "../protocol/ids.js";
import type { LedgerEntry } from "../protocol/ledger.js";
import type { ProtocolMessage } from "../protocol/message.js";
import type { NodeInfo, Occurrence } from "../protocol/occurrence.js";
import { Agenda, alarmKey } from "./agenda.js";
import type { Alarm, Delivery } from "./agenda.js";
import type { Fate, Held } from "./network.js";
import type { Deed, Node, SavedRun, Waiting } from "./saved.js";
import { Watch } from "./watch.js";
import { Undecided } from "./world.js";
import type { Ending, Outcome, World } from "./world.js";

/** Runs a world to its end. */
export function simulate<S extends object, M extends ProtocolMessage>(world: World<S, M>): Outcome {
  const outcome = new Simulation(world).advance();
  invariant(outcome !== undefined, "a world without questions runs to its end");
  return outcome;
}

const COMPLETED: Ending = { kind: "completed" };
const STALLED: Ending = { kind: "stalled" };

/** A run of a world, which may stop on the way where the world is not decided yet. */
export class Simulation<S extends object, M extends ProtocolMessage> {
  readonly #world: World<S, M>;
  readonly #nodes: readonly Node<S>[];
  readonly #nodesOf = new Map<ReplicaId, Node<S>[]>();
  readonly #agenda: Agenda<M>;
  #held: Waiting<M>[] = [];
  /** Global states in which a timer fired since a node last entered a round or committed. */
  #seen = new Set<string>();
  /** How many nodes have started. */
  #started = 0;
  /** What a node is doing: which of the effects comes next. */
  #deed: Deed<S, M> | undefined;
  /** Whether something was asked for that is not decided yet. */
  #paused = false;
  #events = 0;
  readonly #watch = new Watch();
  /** Honest nodes that have not passed the last round. */
  #behind: number;
  /** Set when a protocol throws. */
  #crash: Ending | undefined;

  constructor(world: World<S, M>) {
    this.#world = world;
    this.#agenda = new Agenda(world.nodes.length);
    this.#nodes = world.nodes.map((spec) => ({
      spec,
      state: world.protocol.init(spec.context),
      round: GENESIS_ROUND,
    }));
    this.#behind = world.nodes.filter(({ info }) => info.honest).length;
    for (const node of this.#nodes) {
      const { replica } = node.spec.info;
      const siblings = this.#nodesOf.get(replica);
      if (siblings === undefined) this.#nodesOf.set(replica, [node]);
      else siblings.push(node);
    }
  }

  /** Runs on: to the end, or until something is asked for that is not decided yet. */
  advance(): Outcome | undefined {
    this.#paused = false;
    const ending = this.#play();
    if (ending === undefined) return undefined;
    const rounds = this.#nodes.map((node) => node.round);
    return { ending, at: this.#agenda.now, events: this.#events, rounds };
  }

  #play(): Ending | undefined {
    if (this.#deed !== undefined) this.#goOn(this.#deed);
    while (!this.#paused) {
      const { length } = this.#nodes;
      const ending = this.#crash ?? (this.#started < length ? this.#startNext() : this.#step());
      if (ending !== undefined) return ending;
    }
    return undefined;
  }

  #startNext(): Ending | undefined {
    const node = this.#nodes[this.#started++];
    invariant(node !== undefined, "a node is left to start");
    this.#world.trace?.({ at: 0, kind: "started", node: node.spec.info });
    this.#handle(node, { kind: "start" });
    return this.#crash;
  }

  /** All that the run is; it is the run's own until it is restored. */
  save(): SavedRun<S, M> {
    return {
      nodes: this.#nodes.map(({ state, round, spec: { ledger } }) => {
        return { state, round, height: ledger.height };
      }),
      agenda: this.#agenda.save(),
      held: this.#held,
      seen: this.#seen,
      started: this.#started,
      events: this.#events,
      behind: this.#behind,
      deed: this.#deed && { ...this.#deed, index: this.#deed.node.spec.info.index },
    };
  }

  /**
   * Goes back to what was saved, any number of times. Ledgers are taken back, not forward: what is
   * restored must be something that this run came from.
   */
  restore(saved: SavedRun<S, M>, fork: (state: S) => S): void {
    for (const [index, { state, round, height }] of saved.nodes.entries()) {
      const node = this.#nodes[index];
      if (node === undefined) continue;
      node.state = fork(state);
      node.round = round;
      node.spec.ledger.rewind(height);
    }
    this.#agenda.restore(saved.agenda);
    this.#held = [...saved.held];
    this.#seen = new Set(saved.seen);
    this.#started = saved.started;
    this.#events = saved.events;
    this.#watch.noteNews();
    this.#behind = saved.behind;
    this.#crash = undefined;
    const { deed } = saved;
    const node = deed && this.#nodes[deed.index];
    this.#deed = deed && node && { ...deed, node };
  }

  /** Takes the next thing that is due; how the run ends, if it does. */
  #step(): Ending | undefined {
    if (this.#behind === 0 && this.#isSettled()) return COMPLETED;
    const item = this.#agenda.next();
    if (item === undefined) return this.#behind === 0 ? COMPLETED : STALLED;
    const limit = this.#limitReached();
    if (limit !== undefined) return { kind: "inconclusive", limit };
    if ("payload" in item) this.#deliver(item);
    else {
      const wasQuiet = this.#seen.size > 0;
      const ending = this.#endingBefore(item);
      if (ending !== undefined) return ending;
      if (!wasQuiet && this.#seen.size > 0 && this.#world.explored?.stopsWhenQuiet() === true) {
        this.#stopBefore(item);
        return undefined;
      }
      this.#fire(item);
    }
    return this.#crash;
  }

  #stopBefore({ node: info, timer }: Alarm): void {
    const node = this.#nodeOf(info);
    this.#deed = { node, event: { kind: "timer", timer }, effects: [], next: 0 };
    this.#paused = true;
  }

  /** The limit that forbids what is due to happen. */
  #limitReached(): "events" | "time" | undefined {
    const { events, time } = this.#world.limits;
    if (this.#events >= events) return "events";
    return this.#agenda.now > time ? "time" : undefined;
  }

  #deliver(delivery: Delivery<M>): void {
    const node = this.#nodeOf(delivery.to);
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
    const { protocol, explored } = this.#world;
    this.#events++;
    const before = explored?.mayThrow() === true ? explored.fork(node.state) : undefined;
    let effects: Effect<M>[];
    try {
      effects = protocol.handle(node.state, event, node.spec.context);
    } catch (error) {
      if (error instanceof Undecided && before !== undefined) {
        node.state = before;
        this.#events--;
        this.#deed = { node, event, effects: [], next: 0 };
        this.#paused = true;
        return;
      }
      const message = error instanceof Error ? error.message : String(error);
      this.#crash = { kind: "crashed", node: node.spec.info.id, error: message };
      return;
    }
    this.#carryOutAll(node, effects, 0);
  }

  #carryOutAll(node: Node<S>, effects: readonly Effect<M>[], first: number): void {
    const { trace, explored } = this.#world;
    for (let next = first; next < effects.length; next++) {
      const effect = effects[next];
      if (effect === undefined) continue;
      if (explored !== undefined && !explored.isDecided(node.spec.info, effect, node.round)) {
        this.#deed = { node, event: undefined, effects, next };
        this.#paused = true;
        return;
      }
      trace?.({ at: this.#agenda.now, kind: "effect", node: node.spec.info, effect });
      this.#carryOut(node, effect);
    }
  }

  /** Takes up what was broken off. */
  #goOn({ node, event, effects, next }: Deed<S, M>): void {
    this.#deed = undefined;
    if (event === undefined) this.#carryOutAll(node, effects, next);
    else this.#handle(node, event);
  }

  #carryOut(node: Node<S>, effect: Effect<M>): void {
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
        this.#agenda.stopTimer(node.spec.info, effect.timer);
        break;
      case "commit":
        this.#commit(node, effect.entry);
        break;
      case "entered":
        this.#enter(node, effect.round, effect.by);
        break;
      case "certified":
        this.#certify(node, effect.certificate);
        break;
      case "persist":
      case "decided":
      case "refused":
        break;
      default:
        unreachable(effect);
    }
  }

  #tell(occurrence: Occurrence): void {
    this.#world.judge?.(occurrence);
  }

  #certify({ spec }: Node<S>, certificate: CertificateDescription): void {
    this.#tell({ kind: "certified", at: this.#agenda.now, node: spec.info, certificate });
  }

  #commit({ spec }: Node<S>, entry: LedgerEntry): void {
    spec.ledger.append(entry);
    this.#noteNews();
    this.#tell({ kind: "committed", at: this.#agenda.now, node: spec.info, entry });
  }

  /** Nothing that was seen so far can come again. */
  #noteNews(): void {
    this.#watch.noteNews();
    if (this.#seen.size > 0) this.#seen.clear();
  }

  #enter(node: Node<S>, round: Round, by: Entrance): void {
    const { lastRound } = this.#world;
    if (node.spec.info.honest && node.round <= lastRound && round > lastRound) this.#behind--;
    node.round = round;
    this.#noteNews();
    this.#tell({ kind: "entered", at: this.#agenda.now, node: node.spec.info, round, by });
    if (this.#held.length > 0) this.#release(node);
  }

  #send(node: Node<S>, receivers: readonly Node<S>[], payload: M): void {
    const message = this.#world.protocol.describe(payload);
    const from = node.spec.info;
    this.#tell({ kind: "sent", at: this.#agenda.now, node: from, message });
    for (const receiver of receivers) {
      this.#dispatch({
        from,
        to: receiver.spec.info,
        message,
        senderRound: node.round,
        payload,
      });
    }
  }

  #dispatch(delivery: Delivery<M>): void {
    let fate: Fate = 0;
    let delay: Millis = 0;
    for (const link of this.#world.links) {
      fate = link.apply(delivery, fate);
      if (typeof fate === "number") delay = fate;
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
