/** Handles crashes and restarts of nodes, and protocols that throw. */
import type { Scheduler } from "./scheduler.js";
import type { CheckedProtocol, ProtocolFailure } from "./checks/checked-protocol.js";
import type { Node } from "./node.js";
import type { Crash, Ending, Incident, World } from "./world.js";

/** Stops and restarts nodes that crash, and ends a run in which a protocol throws. */
export class CrashHandler<S extends object, M extends object> {
  /** Set when a protocol has thrown, or when rounds repeat for ever: the run is over. */
  ending: Ending | undefined;
  #world: World<S, M>;
  readonly #protocol: CheckedProtocol<S, M>;
  readonly #scheduler: Scheduler<M>;
  readonly #start: (node: Node<S>) => void;

  /** `start` gives a node its first event again. */
  constructor(
    world: World<S, M>,
    protocol: CheckedProtocol<S, M>,
    scheduler: Scheduler<M>,
    start: (node: Node<S>) => void,
  ) {
    this.#world = world;
    this.#protocol = protocol;
    this.#scheduler = scheduler;
    this.#start = start;
  }

  /** Begins a run of another world with the same nodes. */
  reset(world: World<S, M>): void {
    this.#world = world;
    this.ending = undefined;
  }

  /** A protocol failed: the run ends, unless injected faults have corrupted the node's state. */
  fail(node: Node<S>, failure: ProtocolFailure): void {
    if (node.spec.corrupt === true) this.#stop(node, "halted");
    else this.end(failure);
  }

  /** A protocol failed: the run ends. */
  end({ node, message }: ProtocolFailure): void {
    this.ending = { kind: "crashed", node: node.id, error: message };
  }

  /** A node goes down, and comes back from its disk. */
  crash(node: Node<S>, { downtime }: Crash): void {
    this.#stop(node, "crashed");
    this.#scheduler.callAfter(downtime, () => {
      node.state = this.#protocol.restart(node.spec);
      node.up = true;
      this.#report(node, "restarted");
      this.#start(node);
    });
  }

  /**
   * A node goes down and comes back at once: from its disk, or as if it had never run. Messages in
   * flight to it still arrive.
   */
  restart(node: Node<S>, state: "durable" | "none"): void {
    this.#stop(node, "crashed");
    if (state === "none") {
      node.spec.disk?.wipe?.();
      node.spec.ledger.reset([]);
    }
    node.state = this.#protocol.restart(node.spec);
    node.isShared = false;
    node.up = true;
    this.#report(node, "restarted");
    this.#world.trace?.({
      kind: "restarted",
      at: this.#scheduler.now,
      node: node.spec.info,
      state,
    });
    this.#start(node);
  }

  #stop(node: Node<S>, kind: Incident["kind"]): void {
    node.up = false;
    node.incarnation++;
    this.#scheduler.stopTimers(node.spec.info);
    this.#report(node, kind);
  }

  #report({ spec }: Node<S>, kind: Incident["kind"]): void {
    this.#world.onIncident?.({ at: this.#scheduler.now, node: spec.info, kind });
  }
}
