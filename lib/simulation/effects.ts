/** Carries out the effects of replicas: messages, timers, commits, and what judges are told. */
import { unreachable } from "../protocol/assert.js";
import type { Effect, EntryCause } from "../protocol/host/effect.js";
import type { Timer } from "../protocol/host/event.js";
import type { Millis, ReplicaId, Round } from "../protocol/ids.js";
import type { LedgerEntry } from "../protocol/host/ledger.js";
import type { ClientHost } from "./clients.js";
import type { CrashHandler } from "./crashes.js";
import { byReplica } from "./node.js";
import type { Node } from "./node.js";
import type { LassoDetector } from "./stalls/lasso.js";
import type { RunProgress } from "./stalls/progress.js";
import type { PendingRestarts } from "./restarts.js";
import type { Scheduler } from "./scheduler.js";
import type { Transport } from "./network/transport.js";
import type { World } from "./world.js";

/** The parts of a run on which effects act. */
export interface RunParts<S extends object, M extends object> {
  readonly nodes: readonly Node<S>[];
  readonly scheduler: Scheduler<M>;
  readonly transport: Transport<S, M>;
  readonly progress: RunProgress<S, M>;
  readonly clientHost: ClientHost<M> | undefined;
  readonly lasso: LassoDetector<S, M>;
  readonly restarts: PendingRestarts;
  readonly crashes: CrashHandler<S, M>;
}

/** Carries out the effects of the nodes of a run, one at a time. */
export class EffectHandler<S extends object, M extends object> {
  #world: World<S, M>;
  readonly #parts: RunParts<S, M>;
  /** The nodes of each identity: one, or twins. */
  readonly #siblings: ReadonlyMap<ReplicaId, readonly Node<S>[]>;

  constructor(world: World<S, M>, parts: RunParts<S, M>) {
    this.#world = world;
    this.#parts = parts;
    this.#siblings = byReplica(parts.nodes);
  }

  /** Begins a run of another world with the same nodes. */
  reset(world: World<S, M>): void {
    this.#world = world;
  }

  carryOut(node: Node<S>, effect: Effect<M>): void {
    const { nodes, scheduler, transport } = this.#parts;
    switch (effect.kind) {
      case "send":
        transport.send(node, this.#siblings.get(effect.to) ?? [], effect.message);
        break;
      case "broadcast":
        transport.broadcast(node, nodes, effect.message);
        break;
      case "start-timer":
        this.#startTimer(node, effect.timer, effect.after);
        break;
      case "stop-timer":
        scheduler.stopTimer(node.spec.info, effect.timer);
        break;
      case "commit":
        this.#commit(node, effect.entry);
        break;
      case "persist":
        node.spec.disk?.save(effect.durable);
        break;
      case "reply":
        this.#parts.clientHost?.reply(effect.to, effect.reply);
        break;
      case "entered":
        this.#enter(node, effect.round, effect.by);
        break;
      case "certified": {
        const { certificate } = effect;
        const { info } = node.spec;
        this.#world.judge?.({ kind: "certified", at: scheduler.now, node: info, certificate });
        if (this.#world.relay !== undefined) transport.relay.certified(info, certificate);
        break;
      }
      case "halted":
        this.#parts.progress.halt(node, this.#world.lastRound);
        this.#world.judge?.({ kind: "halted", at: scheduler.now, node: node.spec.info });
        break;
      case "stuck": {
        const { kind, round, because } = effect;
        this.#world.judge?.({ kind, at: scheduler.now, node: node.spec.info, round, because });
        break;
      }
      case "decided":
      case "refused":
        break;
      default:
        unreachable(effect);
    }
  }

  /** Reports the commits of a node's earlier incarnation to the judge. */
  replayLedger({ spec }: Node<S>): void {
    for (const entry of spec.ledger.entries()) {
      this.#world.judge?.({ kind: "committed", at: 0, node: spec.info, entry, recalled: true });
    }
  }

  #startTimer(node: Node<S>, timer: Timer, after: Millis): void {
    const { scheduler } = this.#parts;
    if (timer.round !== undefined && timer.round > this.#world.lastRound) {
      scheduler.stopTimer(node.spec.info, timer);
    } else scheduler.startTimer(node.spec.info, timer, after);
  }

  #commit({ spec }: Node<S>, entry: LedgerEntry): void {
    spec.disk?.append(entry);
    spec.ledger.append(entry);
    this.#parts.progress.note();
    if (spec.info.honest) this.#parts.lasso.committed();
    const at = this.#parts.scheduler.now;
    this.#world.judge?.({ kind: "committed", at, node: spec.info, entry });
  }

  #enter(node: Node<S>, round: Round, by: EntryCause): void {
    this.#parts.progress.enter(node, round, this.#world.lastRound);
    const at = this.#parts.scheduler.now;
    this.#world.judge?.({ kind: "entered", at, node: node.spec.info, round, by });
    this.#parts.transport.held.release(node);
    const { relay, restarts, suffix } = this.#world;
    if (relay === undefined && restarts === undefined && suffix === undefined) return;
    this.#enterScripted(node);
  }

  /** What a scenario has scripted for a node that enters a round. */
  #enterScripted(node: Node<S>): void {
    this.#parts.transport.relay.entered(node);
    const cycle = this.#parts.lasso.entered(this.#parts.scheduler.now);
    if (cycle !== undefined) this.#parts.crashes.ending = { kind: "stalled", cycle };
    const restart = this.#parts.restarts.take(node);
    if (restart === undefined) return;
    this.#parts.progress.restart(node, this.#world.lastRound);
    this.#parts.crashes.restart(node, restart.state);
  }
}
