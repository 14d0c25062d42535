import { clone } from "../explore/clone.js";
import { invariant, unreachable } from "../protocol/assert.js";
import type { ClientRequest } from "../protocol/client.js";
import type { Certificate } from "../protocol/description.js";
import { isObservation } from "../protocol/effect.js";
import type { Deed, Effect, Entrance, Observation } from "../protocol/effect.js";
import type { Event, Timer } from "../protocol/event.js";
import type { Millis, ReplicaId, Round } from "../protocol/ids.js";
import type { LedgerEntry } from "../protocol/ledger.js";
import type { NodeInfo, Occurrence } from "../protocol/occurrence.js";
import { Agenda } from "./agenda.js";
import type { Alarm, Delivery } from "./agenda.js";
import { Downfall } from "./downfall.js";
import { GuestHouse } from "./guests.js";
import { byReplica, newNode } from "./node.js";
import type { Node } from "./node.js";
import { Post } from "./post.js";
import { Recurrence } from "./recurrence.js";
import type { SavedRun, Task } from "./saved.js";
import { Undecided } from "./world.js";
import type { Ending, Outcome, World } from "./world.js";

/** Runs a world to its end. */
export function simulate<S extends object, M extends object>(world: World<S, M>): Outcome {
  const outcome = new Simulation(world).advance();
  invariant(outcome !== undefined, "a world that is decided runs to its end");
  return outcome;
}

const COMPLETED: Ending = { kind: "completed" };
const STALLED: Ending = { kind: "stalled" };

/** A run of a world. It stops on the way where the world is not decided yet. */
export class Simulation<S extends object, M extends object> {
  readonly #world: World<S, M>;
  readonly #nodes: readonly Node<S>[];
  readonly #nodesOf: ReadonlyMap<ReplicaId, readonly Node<S>[]>;
  readonly #agenda: Agenda<M>;
  readonly #post: Post<S, M>;
  readonly #downfall: Downfall<S, M>;
  readonly #recurrence: Recurrence<S, M>;
  readonly #house: GuestHouse<M> | undefined;
  /** How many nodes have started. */
  #started = 0;
  #events = 0;
  /** Honest nodes that have neither passed the last round nor halted. */
  #behind: number;
  /** What was broken off, because it asks for what is not decided yet. */
  #task: Task<M> | undefined;
  /** Whether it has stopped for quiet since a node last entered a round or committed. */
  #quiet = false;

  constructor(world: World<S, M>) {
    this.#world = world;
    this.#agenda = new Agenda(world.nodes.length);
    this.#downfall = new Downfall(world, this.#agenda, (node) => {
      this.#handle(node, { kind: "start" });
    });
    this.#post = new Post(world, this.#agenda, (sender, crash) => {
      this.#downfall.crash(sender, crash);
    });
    this.#nodes = world.nodes.map((spec) => newNode(world.protocol, spec));
    this.#nodesOf = byReplica(this.#nodes);
    this.#recurrence = new Recurrence(world, this.#agenda, this.#nodes);
    if (world.hospitality !== undefined) {
      this.#house = new GuestHouse(world.hospitality, this.#agenda, (r) => this.#request(r));
    }
    this.#behind = world.nodes.filter(({ info }) => info.honest).length;
  }

  /** Events handled so far. */
  get events(): number {
    return this.#events;
  }

  /** Virtual time. */
  get now(): Millis {
    return this.#agenda.now;
  }

  /** Runs on: to the end, or until something is asked for that is not decided yet. */
  advance(): Outcome | undefined {
    const ending = this.#play();
    if (ending === undefined) return undefined;
    const rounds = this.#nodes.map((node) => node.round);
    return { ending, at: this.#agenda.now, events: this.#events, rounds };
  }

  /** All that the run is. It shares its parts with the run until that is restored. */
  save(): SavedRun<S, M> {
    return {
      nodes: this.#nodes.map(({ state, round, halted, spec: { ledger } }) => {
        return { state, round, halted, height: ledger.height };
      }),
      agenda: this.#agenda.save(),
      held: this.#post.held.waiting,
      started: this.#started,
      events: this.#events,
      behind: this.#behind,
      quiet: this.#quiet,
      task: this.#task,
    };
  }

  /**
   * Goes back to what was saved, any number of times. Ledgers are taken back, not forward: what is
   * restored must be something that this run came from.
   */
  restore(saved: SavedRun<S, M>): void {
    for (const [index, { state, round, halted, height }] of saved.nodes.entries()) {
      const node = this.#nodes[index];
      if (node === undefined) continue;
      node.state = state;
      node.isShared = true;
      node.round = round;
      node.halted = halted;
      node.spec.ledger.rewind(height);
    }
    this.#agenda.restore(saved.agenda);
    this.#post.held.waiting = saved.held;
    this.#recurrence.noteNews();
    this.#started = saved.started;
    this.#events = saved.events;
    this.#behind = saved.behind;
    this.#quiet = saved.quiet;
    this.#task = saved.task;
    this.#downfall.ending = undefined;
  }

  #play(): Ending | undefined {
    this.#goOn();
    while (this.#task === undefined) {
      const ending = this.#downfall.ending ?? this.#next();
      if (ending !== undefined) return ending;
      if (this.#world.until?.() === true) return COMPLETED;
    }
    return undefined;
  }

  #next(): Ending | undefined {
    if (this.#started === this.#nodes.length) return this.#step();
    this.#startNext();
    return this.#downfall.ending;
  }

  #startNext(): void {
    const node = this.#nodes[this.#started++];
    invariant(node !== undefined, "a node is left to start");
    this.#world.trace?.({ at: 0, kind: "started", node: node.spec.info });
    this.#recall(node);
    this.#handle(node, { kind: "start" });
    if (this.#started === this.#nodes.length) this.#house?.start();
  }

  /** Takes up what was broken off. */
  #goOn(): void {
    const task = this.#task;
    if (task === undefined) return;
    this.#task = undefined;
    const node = this.#nodeOf(task.node);
    if (task.event === undefined) this.#carryOutAll(node, task.effects, task.next);
    else this.#handle(node, task.event);
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
    else return this.#alarm(item);
    return this.#downfall.ending;
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
      payload: delivery.payload,
    });
    const { payload: message, from } = delivery;
    this.#handle(node, { kind: "message", from: from.replica, message });
  }

  #alarm(alarm: Alarm): Ending | undefined {
    const { node, timer } = alarm;
    if (this.#world.explored !== undefined && !this.#quiet && this.#agenda.inFlight === 0) {
      this.#quiet = true;
      this.#task = { node, event: { kind: "timer", timer }, effects: [], next: 0 };
      return undefined;
    }
    if (this.#recurrence.isBack(alarm)) return this.#behind === 0 ? COMPLETED : STALLED;
    this.#world.trace?.({ kind: "fired", at: this.#agenda.now, node, timer });
    this.#handle(this.#nodeOf(node), { kind: "timer", timer });
    return this.#downfall.ending;
  }

  #handle(node: Node<S>, event: Event<M>): void {
    const { protocol, explored } = this.#world;
    this.#events++;
    const { state, isShared } = node;
    const before = explored?.mayThrow() === true ? state : undefined;
    if (explored !== undefined && (isShared || before !== undefined)) {
      node.state = clone(state);
      node.isShared = false;
    }
    let effects: readonly Effect<M>[];
    try {
      effects = protocol.handle(node.state, event, node.spec.context);
    } catch (error) {
      if (error instanceof Undecided && before !== undefined) {
        node.state = before;
        node.isShared = isShared;
        this.#events--;
        this.#task = { node: node.spec.info, event, effects: [], next: 0 };
      } else this.#downfall.fail(node, error);
      return;
    }
    this.#carryOutAll(node, effects, 0);
  }

  #carryOutAll(node: Node<S>, effects: readonly Effect<M>[], first: number): void {
    const { trace, explored } = this.#world;
    const { info } = node.spec;
    const { deaths } = node;
    for (let next = first; next < effects.length; next++) {
      const effect = effects[next];
      if (effect === undefined || node.deaths !== deaths) return;
      if (explored?.isDecided(info, effect, node.round) === false) {
        this.#task = { node: info, event: undefined, effects, next };
        return;
      }
      trace?.({ at: this.#agenda.now, kind: "effect", node: info, effect });
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

  #carryOut(node: Node<S>, deed: Deed<M>): void {
    switch (deed.kind) {
      case "send":
        this.#post.send(node, this.#nodesOf.get(deed.to) ?? [], deed.message);
        break;
      case "broadcast":
        this.#post.send(node, this.#nodes, deed.message);
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
      case "halted":
        this.#halt(node);
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
      this.#tell({ kind: "committed", at: 0, node: spec.info, entry, recalled: true });
    }
  }

  #tell(occurrence: Occurrence): void {
    this.#world.judge?.(occurrence);
  }

  #certify({ spec }: Node<S>, certificate: Certificate): void {
    this.#tell({ kind: "certified", at: this.#agenda.now, node: spec.info, certificate });
  }

  #commit({ spec }: Node<S>, entry: LedgerEntry): void {
    spec.disk?.append(entry);
    spec.ledger.append(entry);
    this.#noteNews();
    this.#tell({ kind: "committed", at: this.#agenda.now, node: spec.info, entry });
  }

  #enter(node: Node<S>, round: Round, by: Entrance): void {
    const { lastRound } = this.#world;
    if (isBehind(node, lastRound) && round > lastRound) this.#behind--;
    node.round = round;
    this.#noteNews();
    this.#tell({ kind: "entered", at: this.#agenda.now, node: node.spec.info, round, by });
    this.#post.held.release(node);
  }

  #halt(node: Node<S>): void {
    if (isBehind(node, this.#world.lastRound)) this.#behind--;
    node.halted = true;
    this.#noteNews();
  }

  #noteNews(): void {
    this.#recurrence.noteNews();
    this.#quiet = false;
  }

  #startTimer(node: Node<S>, timer: Timer, after: Millis): void {
    if (timer.round !== undefined && timer.round > this.#world.lastRound) {
      this.#agenda.stopTimer(node.spec.info, timer);
    } else this.#agenda.startTimer(node.spec.info, timer, after);
  }

  /** Whether nothing is in flight and no honest node waits for anything. */
  #isSettled(): boolean {
    if (this.#agenda.inFlight > 0) return false;
    return this.#nodes.every(
      ({ spec: { info }, halted }) => !info.honest || halted || !this.#agenda.waits(info),
    );
  }

  #nodeOf({ id, index }: NodeInfo): Node<S> {
    const node = this.#nodes[index];
    invariant(node !== undefined, "a node stands at its index", { id, index });
    return node;
  }
}

/** Whether the run is not to end yet for a node's sake. */
const isBehind = ({ spec, round, halted }: Node<unknown>, lastRound: Round): boolean =>
  spec.info.honest && !halted && round <= lastRound;
