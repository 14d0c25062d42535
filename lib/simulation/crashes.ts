/** Handles crashes and restarts of nodes, and protocols that throw. */
import type { NodeId } from "../protocol/ids.js";
import type { Scheduler } from "./scheduler.js";
import { initialState } from "./disk.js";
import type { Node } from "./node.js";
import type { Crash, Ending, Incident, World } from "./world.js";

/** Stops and restarts nodes that crash, and ends a run in which a protocol throws. */
export class CrashHandler<S extends object, M extends object> {
  /** Set when a protocol has thrown: the run is over. */
  ending: Ending | undefined;
  readonly #world: World<S, M>;
  readonly #scheduler: Scheduler<M>;
  readonly #start: (node: Node<S>) => void;

  /** `start` gives a node its first event again. */
  constructor(world: World<S, M>, scheduler: Scheduler<M>, start: (node: Node<S>) => void) {
    this.#world = world;
    this.#scheduler = scheduler;
    this.#start = start;
  }

  /** A protocol threw: the run ends, unless injected faults have corrupted the node's state. */
  fail(node: Node<S>, error: unknown): void {
    const { info, corrupt } = node.spec;
    if (corrupt === true) {
      this.#stop(node, "halted");
      return;
    }
    this.ending = crashed(info.id, error);
  }

  /** A node goes down, and comes back from its disk. */
  crash(node: Node<S>, { downtime }: Crash): void {
    this.#stop(node, "crashed");
    this.#scheduler.callAfter(downtime, () => {
      node.state = initialState(this.#world.protocol, node.spec);
      node.up = true;
      this.#report(node, "restarted");
      this.#start(node);
    });
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

function crashed(node: NodeId, error: unknown): Ending {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "crashed", node, error: message };
}
