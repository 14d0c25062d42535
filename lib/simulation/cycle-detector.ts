/** Finds out that a run has come back to a state in which it was before. */
import type { CheckedProtocol } from "./checks/checked-protocol.js";
import type { Scheduler, PendingTimer } from "./scheduler.js";
import { pendingTimerKey } from "./scheduler.js";
import { Naming } from "./naming.js";
import type { Node } from "./node.js";
import { CycleProbe } from "./cycle-probe.js";
import type { World } from "./world.js";

/** How many timers may fire without progress before states with messages in flight are compared. */
const MIN_BUSY_FIRINGS = 100;

/**
 * Detects that a run repeats a global state. A run is a function of its global state, so from there
 * on it repeats itself for ever. Comparing is cheap while no message is in flight. That is soon
 * enough, except where retries keep messages in flight at all times.
 */
export class CycleDetector<S extends object, M extends object> {
  readonly #world: World<S, M>;
  readonly #protocol: CheckedProtocol<S, M>;
  readonly #scheduler: Scheduler<M>;
  readonly #nodes: readonly Node<S>[];
  readonly #busy = new CycleProbe(MIN_BUSY_FIRINGS);
  /** Explored runs are many and short, so their states are compared less often. */
  readonly #quiet: CycleProbe | undefined;
  /** The global states seen at firing timers since a node last entered a round or committed. */
  readonly #seen = new Set<string>();
  /** Of the messages in those states. */
  readonly #naming = new Naming();
  readonly #nameOf = (payload: M): number => this.#naming.of(payload);

  constructor(
    world: World<S, M>,
    protocol: CheckedProtocol<S, M>,
    scheduler: Scheduler<M>,
    nodes: readonly Node<S>[],
  ) {
    this.#world = world;
    this.#protocol = protocol;
    this.#scheduler = scheduler;
    this.#nodes = nodes;
    this.#quiet = world.choices && new CycleProbe(1);
  }

  /** A node entered a round or committed, so that no earlier state can recur. */
  reset(): void {
    this.#busy.reset();
    this.#quiet?.reset();
    if (this.#seen.size === 0) return;
    this.#seen.clear();
    this.#naming.release();
  }

  /** Whether the global state, just before this timer fires, has been seen before. */
  hasRecurred(pending: PendingTimer): boolean {
    if (this.#world.until !== undefined) return false;
    const probe = this.#scheduler.inFlight > 0 ? this.#busy : this.#quiet;
    if (probe?.isDue(pending) === false) return false;
    const state = this.#globalState(pending);
    if (state === undefined) return false;
    if (this.#seen.has(state)) return true;
    this.#seen.add(state);
    return false;
  }

  /**
   * Every node's progress, what is scheduled, in order and relative to now, and what the links
   * remember; undefined when a link cannot tell. Held messages do not count: only a node that
   * enters a round releases them, and that is progress.
   */
  #globalState(next: PendingTimer): string | undefined {
    const parts = this.#nodes.map((node) => this.#protocol.progress(node));
    parts.push(
      pendingTimerKey(next, this.#scheduler.now),
      ...this.#scheduler.pendingKeys(this.#nameOf),
    );
    for (const link of this.#world.links) {
      const remembered = link.memory?.();
      if (remembered === null) return undefined;
      if (remembered !== undefined) parts.push(remembered);
    }
    return parts.join("\n");
  }
}
