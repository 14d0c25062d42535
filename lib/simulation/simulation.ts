/** Runs a simulated world event by event, until it completes, stalls, crashes or hits a limit. */
import { clone } from "../explore/clone.js";
import { invariant, unreachable } from "../protocol/assert.js";
import type { ClientRequest } from "../protocol/client.js";
import { isObservation } from "../protocol/effect.js";
import type { Action, Effect, EntryCause, Observation } from "../protocol/effect.js";
import type { Event, Timer } from "../protocol/event.js";
import { GENESIS_ROUND } from "../protocol/ids.js";
import type { Millis, ReplicaId, Round } from "../protocol/ids.js";
import type { LedgerEntry } from "../protocol/ledger.js";
import type { NodeInfo, ObservedEvent } from "../protocol/judging/observed-event.js";
import { CheckedProtocol, ProtocolFailure } from "./checks/checked-protocol.js";
import { Scheduler } from "./scheduler.js";
import type { PendingTimer, Delivery } from "./scheduler.js";
import { CrashHandler } from "./crashes.js";
import { ClientHost } from "./clients.js";
import { byReplica, newNodes } from "./node.js";
import type { Node } from "./node.js";
import { Transport } from "./transport.js";
import { CycleDetector } from "./cycle-detector.js";
import type { RunSnapshot, PendingTask } from "./snapshot.js";
import { UnresolvedChoice } from "./world.js";
import type { Ending, Outcome, World } from "./world.js";

/** Runs a world until it ends. */
export function simulate<S extends object, M extends object>(world: World<S, M>): Outcome {
  const outcome = new Simulation(world).advance();
  invariant(outcome !== undefined, "a world that is decided runs to its end");
  return outcome;
}

const COMPLETED: Ending = { kind: "completed" };
const STALLED: Ending = { kind: "stalled" };

/** A run of a world. It pauses if it needs a choice that is not made yet. */
export class Simulation<S extends object, M extends object> {
  readonly #world: World<S, M>;
  readonly #protocol: CheckedProtocol<S, M>;
  readonly #nodes: readonly Node<S>[];
  readonly #nodesOf: ReadonlyMap<ReplicaId, readonly Node<S>[]>;
  readonly #scheduler: Scheduler<M>;
  readonly #transport: Transport<S, M>;
  readonly #crashes: CrashHandler<S, M>;
  readonly #cycles: CycleDetector<S, M>;
  readonly #clientHost: ClientHost<M> | undefined;
  /** The number of started nodes. */
  #started = 0;
  #events = 0;
  /** Honest nodes that have neither passed the last round nor halted. */
  #unfinishedNodes: number;
  /** The task that was interrupted because it needs a choice that is not made yet. */
  #task: PendingTask<M> | undefined;
  /**
   * Whether the run has paused without messages in flight since a node last entered a round or
   * committed.
   */
  #quiet = false;

  constructor(world: World<S, M>) {
    this.#world = world;
    this.#scheduler = new Scheduler(world.nodes.length);
    const protocol = new CheckedProtocol(world.protocol, world.nodes, world.freezeMessages);
    this.#protocol = protocol;
    this.#crashes = new CrashHandler(world, protocol, this.#scheduler, (node) => {
      this.#handle(node, { kind: "start" });
    });
    this.#transport = new Transport(world, protocol, this.#scheduler, (sender, crash) => {
      this.#crashes.crash(sender, crash);
    });
    this.#nodes = newNodes(protocol, world.nodes, (failure) => {
      this.#crashes.end(failure);
    });
    this.#nodesOf = byReplica(this.#nodes);
    this.#cycles = new CycleDetector(world, protocol, this.#scheduler, this.#nodes);
    if (world.clientSettings !== undefined) {
      this.#clientHost = new ClientHost(world.clientSettings, this.#scheduler, (r) =>
        this.#request(r),
      );
    }
    this.#unfinishedNodes = world.nodes.filter(({ info }) => info.honest).length;
  }

  /** Events handled so far. */
  get events(): number {
    return this.#events;
  }

  /** Virtual time. */
  get now(): Millis {
    return this.#scheduler.now;
  }

  /** Runs until the run ends, or needs a choice that is not made yet. */
  advance(): Outcome | undefined {
    const ending = this.#run();
    if (ending === undefined) return undefined;
    const nodes = this.#world.nodes.map((_, at) => this.#nodes[at]);
    const rounds = nodes.map((node) => node?.round ?? GENESIS_ROUND);
    const halted = nodes.map((node) => node?.halted === true);
    return { ending, at: this.#scheduler.now, events: this.#events, rounds, halted };
  }

  /** A snapshot of the run. It shares its parts with the run until that is restored. */
  save(): RunSnapshot<S, M> {
    return {
      nodes: this.#nodes.map(({ state, round, halted, spec: { ledger } }) => {
        return { state, round, halted, height: ledger.height };
      }),
      scheduler: this.#scheduler.save(),
      held: this.#transport.held.waiting,
      started: this.#started,
      events: this.#events,
      unfinishedNodes: this.#unfinishedNodes,
      quiet: this.#quiet,
      task: this.#task,
    };
  }

  /**
   * Restores a snapshot, any number of times. Ledgers can only be shortened: the snapshot must be
   * of an earlier state of this run.
   */
  restore(snapshot: RunSnapshot<S, M>): void {
    for (const [index, { state, round, halted, height }] of snapshot.nodes.entries()) {
      const node = this.#nodes[index];
      if (node === undefined) continue;
      node.state = state;
      node.isShared = true;
      node.round = round;
      node.halted = halted;
      node.spec.ledger.rewind(height);
    }
    this.#scheduler.restore(snapshot.scheduler);
    this.#transport.held.waiting = snapshot.held;
    this.#cycles.reset();
    this.#protocol.forget();
    this.#started = snapshot.started;
    this.#events = snapshot.events;
    this.#unfinishedNodes = snapshot.unfinishedNodes;
    this.#quiet = snapshot.quiet;
    this.#task = snapshot.task;
    this.#crashes.ending = undefined;
  }

  /** Whatever the protocol throws ends up here, between two events. */
  #run(): Ending | undefined {
    for (;;) {
      try {
        return this.#runOn();
      } catch (error) {
        if (!(error instanceof ProtocolFailure)) throw error;
        this.#crashes.fail(this.#nodeOf(error.node), error);
      }
    }
  }

  #runOn(): Ending | undefined {
    this.#resumeTask();
    while (this.#task === undefined) {
      const ending = this.#crashes.ending ?? this.#next();
      if (ending !== undefined) return ending;
      if (this.#world.until?.() === true) return COMPLETED;
    }
    return undefined;
  }

  #next(): Ending | undefined {
    if (this.#started === this.#nodes.length) return this.#step();
    this.#startNext();
    return this.#crashes.ending;
  }

  #startNext(): void {
    const node = this.#nodes[this.#started++];
    invariant(node !== undefined, "a node is left to start");
    this.#world.trace?.({ at: 0, kind: "started", node: node.spec.info });
    this.#replayLedger(node);
    this.#handle(node, { kind: "start" });
    if (this.#started === this.#nodes.length) this.#clientHost?.start();
  }

  /** Resumes the interrupted task. */
  #resumeTask(): void {
    const task = this.#task;
    if (task === undefined) return;
    this.#task = undefined;
    const node = this.#nodeOf(task.node);
    if (task.event === undefined) this.#carryOutAll(node, task.effects, task.next);
    else this.#handle(node, task.event);
  }

  /** Handles the next scheduled item; returns the ending if the run ends. */
  #step(): Ending | undefined {
    if (this.#unfinishedNodes === 0 && this.#isQuiescent()) return COMPLETED;
    const item = this.#scheduler.next();
    if (item === undefined) return this.#unfinishedNodes === 0 ? COMPLETED : STALLED;
    const limit = this.#limitReached();
    if (limit !== undefined) return { kind: "inconclusive", limit };
    if ("payload" in item) this.#deliver(item);
    else if ("call" in item) item.call();
    else return this.#fireTimer(item);
    return this.#crashes.ending;
  }

  /** The limit that the next scheduled item would exceed. */
  #limitReached(): "events" | "time" | undefined {
    const { events, time } = this.#world.limits;
    if (this.#events >= events) return "events";
    return this.#scheduler.now > time ? "time" : undefined;
  }

  #deliver(delivery: Delivery<M>): void {
    const node = this.#nodeOf(delivery.to);
    if (!node.up) return;
    const { payload, message, from } = delivery;
    const at = this.#scheduler.now;
    this.#world.trace?.({ at, kind: "delivered", from, node: node.spec.info, message, payload });
    this.#handle(node, { kind: "message", from: from.replica, message: payload });
  }

  #fireTimer(pending: PendingTimer): Ending | undefined {
    const { node, timer } = pending;
    if (this.#world.choices !== undefined && !this.#quiet && this.#scheduler.inFlight === 0) {
      this.#quiet = true;
      this.#task = { node, event: { kind: "timer", timer }, effects: [], next: 0 };
      return undefined;
    }
    if (this.#cycles.hasRecurred(pending)) return this.#unfinishedNodes === 0 ? COMPLETED : STALLED;
    this.#world.trace?.({ kind: "fired", at: this.#scheduler.now, node, timer });
    this.#handle(this.#nodeOf(node), { kind: "timer", timer });
    return this.#crashes.ending;
  }

  #handle(node: Node<S>, event: Event<M>): void {
    const { choices } = this.#world;
    this.#events++;
    const { state, isShared } = node;
    const before = choices?.mayThrow() === true ? state : undefined;
    if (choices !== undefined && (isShared || before !== undefined)) {
      node.state = clone(state);
      node.isShared = false;
    }
    let effects: readonly Effect<M>[];
    try {
      effects = this.#protocol.handle(node, event, this.#scheduler.now);
    } catch (error) {
      if (!(error instanceof UnresolvedChoice) || before === undefined) throw error;
      node.state = before;
      node.isShared = isShared;
      this.#events--;
      this.#task = { node: node.spec.info, event, effects: [], next: 0 };
      return;
    }
    this.#carryOutAll(node, effects, 0);
  }

  #carryOutAll(node: Node<S>, effects: readonly Effect<M>[], first: number): void {
    const { trace, choices } = this.#world;
    const { info } = node.spec;
    const { incarnation } = node;
    for (let next = first; next < effects.length; next++) {
      const effect = effects[next];
      if (effect === undefined || node.incarnation !== incarnation) return;
      if (choices?.isResolved(info, effect, node.round) === false) {
        this.#task = { node: info, event: undefined, effects, next };
        return;
      }
      trace?.({ at: this.#scheduler.now, kind: "effect", node: info, effect });
      if (isObservation(effect)) this.#observe(node, effect);
      else this.#carryOut(node, effect);
    }
  }

  /** Delivers a request to every node, also after a restart. */
  #request(request: ClientRequest): void {
    for (const node of this.#nodes) {
      this.#scheduler.callAfter(this.#world.clientSettings?.delay() ?? 0, () => {
        if (node.up) this.#handle(node, { kind: "request", request });
      });
    }
  }

  #carryOut(node: Node<S>, action: Action<M>): void {
    switch (action.kind) {
      case "send":
        this.#transport.send(node, this.#nodesOf.get(action.to) ?? [], action.message);
        break;
      case "broadcast":
        this.#transport.send(node, this.#nodes, action.message);
        break;
      case "start-timer":
        this.#startTimer(node, action.timer, action.after);
        break;
      case "stop-timer":
        this.#scheduler.stopTimer(node.spec.info, action.timer);
        break;
      case "commit":
        this.#commit(node, action.entry);
        break;
      case "persist":
        node.spec.disk?.save(action.durable);
        break;
      case "reply":
        this.#clientHost?.reply(action.to, action.reply);
        break;
      default:
        unreachable(action);
    }
  }

  #observe(node: Node<S>, observation: Observation<M>): void {
    switch (observation.kind) {
      case "entered":
        this.#enter(node, observation.round, observation.by);
        break;
      case "certified":
        this.#tell({ ...observation, at: this.#scheduler.now, node: node.spec.info });
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

  /** Reports the commits of a node's earlier incarnation to the judge. */
  #replayLedger({ spec }: Node<S>): void {
    for (const entry of spec.ledger.entries()) {
      this.#tell({ kind: "committed", at: 0, node: spec.info, entry, recalled: true });
    }
  }

  #tell(observed: ObservedEvent): void {
    this.#world.judge?.(observed);
  }

  #commit({ spec }: Node<S>, entry: LedgerEntry): void {
    spec.disk?.append(entry);
    spec.ledger.append(entry);
    this.#noteProgress();
    this.#tell({ kind: "committed", at: this.#scheduler.now, node: spec.info, entry });
  }

  #enter(node: Node<S>, round: Round, by: EntryCause): void {
    const { lastRound } = this.#world;
    if (isBehind(node, lastRound) && round > lastRound) this.#unfinishedNodes--;
    node.round = round;
    this.#noteProgress();
    this.#tell({ kind: "entered", at: this.#scheduler.now, node: node.spec.info, round, by });
    this.#transport.held.release(node);
  }

  #halt(node: Node<S>): void {
    if (isBehind(node, this.#world.lastRound)) this.#unfinishedNodes--;
    node.halted = true;
    this.#noteProgress();
    this.#tell({ kind: "halted", at: this.#scheduler.now, node: node.spec.info });
  }

  #noteProgress(): void {
    this.#cycles.reset();
    this.#quiet = false;
  }

  #startTimer(node: Node<S>, timer: Timer, after: Millis): void {
    if (timer.round !== undefined && timer.round > this.#world.lastRound) {
      this.#scheduler.stopTimer(node.spec.info, timer);
    } else this.#scheduler.startTimer(node.spec.info, timer, after);
  }

  /** Whether no message is in flight and no honest node has a running timer. */
  #isQuiescent(): boolean {
    if (this.#scheduler.inFlight > 0) return false;
    return this.#nodes.every(
      ({ spec: { info }, halted }) => !info.honest || halted || !this.#scheduler.hasTimer(info),
    );
  }

  #nodeOf({ id, index }: NodeInfo): Node<S> {
    const node = this.#nodes[index];
    invariant(node !== undefined, "a node stands at its index", { id, index });
    return node;
  }
}

/** Whether a node keeps the run from ending. */
const isBehind = ({ spec, round, halted }: Node<unknown>, lastRound: Round): boolean =>
  spec.info.honest && !halted && round <= lastRound;
