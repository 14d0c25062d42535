/** Runs a simulated world event by event, until it completes, stalls, crashes or hits a limit. */
import { clone } from "../explore/clone.js";
import { invariant } from "../protocol/assert.js";
import type { ClientRequest } from "../protocol/host/client.js";
import type { Effect } from "../protocol/host/effect.js";
import type { Event } from "../protocol/host/event.js";
import { GENESIS_ROUND } from "../protocol/ids.js";
import type { Millis } from "../protocol/ids.js";
import type { NodeInfo } from "../protocol/judging/observed-event.js";
import type { RunStart } from "../protocol/host/remote.js";
import { CheckedProtocol, ProtocolFailure } from "./checks/checked-protocol.js";
import { ClientHost } from "./clients.js";
import { CrashHandler } from "./crashes.js";
import { CycleDetector } from "./stalls/cycle-detector.js";
import { EffectHandler } from "./effects.js";
import { upcomingEvents } from "./lookahead.js";
import { newNodes, renewNodes } from "./node.js";
import type { Node } from "./node.js";
import { Post } from "./network/post.js";
import { LassoDetector } from "./stalls/lasso.js";
import { RunProgress } from "./stalls/progress.js";
import { PendingRestarts } from "./restarts.js";
import { Call, Scheduler } from "./scheduler.js";
import type { RunSnapshot, PendingTask } from "./snapshot.js";
import type { PendingTimer } from "./timers.js";
import { Transport } from "./network/transport.js";
import { UnresolvedChoice } from "./world.js";
import type { Ending, Outcome, World } from "./world.js";

/** Runs a world until it ends. */
export function simulate<S extends object, M extends object>(world: World<S, M>): Outcome {
  return new Simulation(world).finish();
}

const COMPLETED: Ending = { kind: "completed" };
const STALLED: Ending = { kind: "stalled" };

/**
 * A run of a world. It pauses if it needs a choice that is not made yet. A simulation can run one
 * world after the other.
 */
export class Simulation<S extends object, M extends object> {
  #world: World<S, M>;
  readonly #protocol: CheckedProtocol<S, M>;
  readonly #nodes: readonly Node<S>[];
  readonly #scheduler: Scheduler<M>;
  readonly #transport: Transport<S, M>;
  readonly #crashes: CrashHandler<S, M>;
  readonly #cycles: CycleDetector<S, M>;
  readonly #progress: RunProgress<S, M>;
  readonly #effects: EffectHandler<S, M>;
  readonly #clientHost: ClientHost<M> | undefined;
  readonly #lasso: LassoDetector<S, M>;
  readonly #restarts = new PendingRestarts();
  /** The number of started nodes. */
  #started = 0;
  #events = 0;
  /** The task that was interrupted because it needs a choice that is not made yet. */
  #task: PendingTask<M> | undefined;

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
    protocol.begin(startOf(world));
    this.#nodes = newNodes(protocol, world.nodes, (failure) => {
      this.#crashes.end(failure);
    });
    this.#cycles = new CycleDetector(world, protocol, this.#scheduler, {
      nodes: this.#nodes,
      held: this.#transport.held,
    });
    this.#progress = new RunProgress(this.#cycles);
    this.#lasso = new LassoDetector(protocol, this.#nodes);
    this.#progress.reset(world.nodes);
    if (world.clientSettings !== undefined) {
      this.#clientHost = new ClientHost(world.clientSettings, this.#scheduler, (r) =>
        this.#request(r),
      );
    }
    this.#effects = new EffectHandler(world, {
      nodes: this.#nodes,
      scheduler: this.#scheduler,
      transport: this.#transport,
      progress: this.#progress,
      clientHost: this.#clientHost,
      lasso: this.#lasso,
      restarts: this.#restarts,
      crashes: this.#crashes,
    });
    this.#beginScript(world);
  }

  /**
   * Begins a run of another world: of the same protocol with as many nodes, without clients and
   * without open choices. Not after a crash of the protocol.
   */
  restart(world: World<S, M>): void {
    this.#world = world;
    this.#protocol.forget();
    this.#crashes.reset(world);
    this.#transport.reset(world);
    this.#cycles.begin(world);
    this.#effects.reset(world);
    this.#started = 0;
    this.#events = 0;
    this.#task = undefined;
    this.#protocol.begin(startOf(world));
    renewNodes(this.#protocol, this.#nodes, world.nodes, (failure) => {
      this.#crashes.end(failure);
    });
    this.#progress.reset(world.nodes);
    this.#beginScript(world);
  }

  /** What a scenario says besides its links. */
  #beginScript(world: World<S, M>): void {
    const { arrivalOrder, relay, restarts, holdsForTimers = false, suffix } = world;
    this.#lasso.reset(suffix);
    this.#transport.held.reset(holdsForTimers);
    this.#scheduler.reset(arrivalOrder);
    this.#transport.relay.reset(relay, this.#nodes);
    this.#restarts.reset(restarts);
  }

  /** Runs until the run ends; for worlds without open choices. */
  finish(): Outcome {
    const outcome = this.advance();
    invariant(outcome !== undefined, "a world that is decided runs to its end");
    return outcome;
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
    this.#transport.watch.ends(this.#transport.held.waiting, this.#scheduler.now);
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
      unfinishedNodes: this.#progress.unfinishedNodes,
      quiet: this.#progress.quiet,
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
    this.#progress.unfinishedNodes = snapshot.unfinishedNodes;
    this.#progress.quiet = snapshot.quiet;
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
    this.#effects.replayLedger(node);
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
    if (this.#progress.unfinishedNodes === 0 && this.#isQuiescent()) return COMPLETED;
    const item = this.#scheduler.next();
    if (item === undefined) return this.#progress.unfinishedNodes === 0 ? COMPLETED : STALLED;
    const limit = this.#limitReached();
    if (limit !== undefined) return { kind: "inconclusive", limit };
    if (item instanceof Post) this.#deliver(item);
    else if (item instanceof Call) item.call();
    else return this.#fireTimer(item);
    return this.#crashes.ending;
  }

  /** The limit that the next scheduled item would exceed. */
  #limitReached(): "events" | "time" | undefined {
    const { events, time } = this.#world.limits;
    if (this.#events >= events) return "events";
    return this.#scheduler.now > time ? "time" : undefined;
  }

  #deliver(post: Post<M>): void {
    const to = post.receiver;
    invariant(to !== undefined, "a post that was taken has a receiver");
    const node = this.#nodeOf(to);
    if (!node.up) {
      const { from, message, senderRound } = post;
      this.#transport.watch.isMissed({ from, to, message, senderRound }, this.#scheduler.now);
      return;
    }
    const { trace, relay } = this.#world;
    if (relay !== undefined && !this.#transport.relay.receives(to, post.payload)) return;
    if (trace !== undefined) {
      const at = this.#scheduler.now;
      const { from, message, payload } = post;
      trace({ at, kind: "delivered", from, node: to, message, payload });
    }
    this.#handle(node, post.event);
  }

  #fireTimer(pending: PendingTimer): Ending | undefined {
    const { node, timer } = pending;
    if (
      this.#world.choices !== undefined &&
      !this.#progress.quiet &&
      this.#scheduler.inFlight === 0
    ) {
      this.#progress.quiet = true;
      this.#task = { node, event: { kind: "timer", timer }, effects: [], next: 0 };
      return undefined;
    }
    if (this.#cycles.hasRecurred(pending)) {
      return this.#progress.unfinishedNodes === 0 ? COMPLETED : STALLED;
    }
    this.#world.trace?.({ kind: "fired", at: this.#scheduler.now, node, timer });
    const hosted = this.#nodeOf(node);
    const { round } = hosted;
    this.#handle(hosted, { kind: "timer", timer });
    if (this.#world.holdsForTimers === true) {
      this.#transport.held.timerRanOut(hosted, timer.name, round);
    }
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
    if (this.#protocol.wantsEvents) this.#expect(node, event);
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

  /** Tells a remote protocol of this event, and of those that follow it for certain. */
  #expect(node: Node<S>, event: Event<M>): void {
    const { now } = this.#scheduler;
    const isStarting = event.kind === "start" && this.#started < this.#nodes.length;
    const rest = isStarting
      ? this.#nodes.slice(this.#started).map(({ state }) => ({ state, event, at: now }))
      : upcomingEvents({
          ...{ first: node, due: this.#scheduler.due(), nodes: this.#nodes },
          ...{ at: now, timers: this.#cycles.left },
        });
    this.#protocol.expect([{ state: node.state, event, at: now }, ...rest]);
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
      this.#effects.carryOut(node, effect);
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

  /** Whether no message is in flight and no honest node has a running timer. */
  #isQuiescent(): boolean {
    if (this.#scheduler.inFlight > 0) return false;
    return this.#nodes.every(
      ({ spec: { info }, halted }) => !info.honest || halted || !this.#scheduler.hasTimer(info),
    );
  }

  #nodeOf({ id, index }: NodeInfo): Node<S> {
    const node = this.#nodes[index];
    if (node === undefined) invariant(false, "a node stands at its index", { id, index });
    return node;
  }
}

type Beginning = Pick<World<never, never>, "label" | "nodes" | "lastRound">;

const startOf = ({ label = "", nodes, lastRound }: Beginning): RunStart => ({
  label,
  nodes,
  lastRound,
});
