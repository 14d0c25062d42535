/** Finds out that a run has come back to a state in which it was before. */
import { canonicalText } from "../../explore/canonical.js";
import type { CheckedProtocol } from "../checks/checked-protocol.js";
import { CycleProbe } from "./cycle-probe.js";
import { Naming } from "../naming.js";
import type { HeldMessages } from "../network/held.js";
import type { Node } from "../node.js";
import { Post } from "../network/post.js";
import type { Scheduler } from "../scheduler.js";
import { SeenLists } from "./seen-lists.js";
import { hasOwnFields } from "../timers.js";
import type { PendingTimer } from "../timers.js";
import type { World } from "../world.js";

/** How many timers may fire without progress before states with messages in flight are compared. */
const MIN_BUSY_FIRINGS = 100;
/** The same without messages in flight, where the progress of a replica has to be asked for. */
const MIN_REMOTE_FIRINGS = 20;
/** More texts than these are forgotten when no earlier state can recur. */
const MOST_TEXTS = 10_000;

/** What a number of a global state begins. */
const TEXT = -1;
const TIMER = -2;
const OWN_TIMER = -3;
const MESSAGE = -4;
const NO_ROUND = -1;

/**
 * Detects that a run repeats a global state. A run is a function of its global state, so from there
 * on it repeats itself for ever. Comparing is cheap while no message is in flight. That is soon
 * enough, except where retries keep messages in flight at all times. A global state is a list of
 * numbers, in which texts and messages go by number.
 */
export class CycleDetector<S extends object, M extends object> {
  #world: World<S, M>;
  readonly #protocol: CheckedProtocol<S, M>;
  readonly #scheduler: Scheduler<M>;
  readonly #nodes: readonly Node<S>[];
  readonly #held: HeldMessages<M>;
  readonly #busy = new CycleProbe(MIN_BUSY_FIRINGS);
  /**
   * Explored runs are many and short, so their states are compared less often; so are those of
   * remote replicas, which take longer.
   */
  readonly #quiet: CycleProbe | undefined;
  /** The global states seen at firing timers since a node last entered a round or committed. */
  readonly #seen = new SeenLists();
  /** Of the messages in those states. */
  readonly #naming = new Naming();
  /** Numbers of the texts in those states. */
  readonly #texts = new Map<string, number>();

  constructor(
    world: World<S, M>,
    protocol: CheckedProtocol<S, M>,
    scheduler: Scheduler<M>,
    { nodes, held }: { readonly nodes: readonly Node<S>[]; readonly held: HeldMessages<M> },
  ) {
    this.#world = world;
    this.#protocol = protocol;
    this.#scheduler = scheduler;
    this.#nodes = nodes;
    this.#held = held;
    const isRemote = world.protocol.remote !== undefined;
    if (isRemote || world.choices) this.#quiet = new CycleProbe(isRemote ? MIN_REMOTE_FIRINGS : 1);
  }

  /** Begins a run of another world with the same nodes. */
  begin(world: World<S, M>): void {
    this.#world = world;
    this.reset();
  }

  /** So many timers may fire before the progress of nodes is asked for. */
  get left(): number {
    return Math.min(this.#busy.left, this.#quiet?.left ?? 0);
  }

  /** A node entered a round or committed, so that no earlier state can recur. */
  reset(): void {
    this.#busy.reset();
    this.#quiet?.reset();
    if (this.#seen.size === 0) return;
    this.#seen.reset();
    this.#naming.release();
    if (this.#texts.size > MOST_TEXTS) this.#texts.clear();
  }

  /** Whether the global state, just before this timer fires, has been seen before. */
  hasRecurred(pending: PendingTimer): boolean {
    if (this.#world.until !== undefined) return false;
    const probe = this.#scheduler.inFlight > 0 ? this.#busy : this.#quiet;
    if (probe?.isDue(pending) === false) return false;
    this.#seen.begin();
    return this.#write(pending) && this.#seen.isSeen();
  }

  /**
   * Every node's progress, what is scheduled, in order and relative to now, and what the links
   * remember; false when a link cannot tell. Of held messages only those count that wait for a
   * timer: the others are released by a node that enters a round, and that is progress.
   */
  #write(next: PendingTimer): boolean {
    for (const node of this.#nodes) this.#writeProgress(node);
    this.#writeTimer(next);
    if (this.#scheduler.inFlight === 0) {
      for (const timer of this.#scheduler.runningTimers()) this.#writeTimer(timer);
    } else this.#writeAll();
    const held = this.#held.memory();
    if (held !== undefined) this.#writeText(held);
    for (const link of this.#world.links) {
      const remembered = link.memory?.();
      if (remembered === null) return false;
      if (remembered !== undefined) this.#writeText(remembered);
    }
    return true;
  }

  #writeProgress(node: Node<S>): void {
    const progress = this.#protocol.progress(node);
    if (typeof progress === "string") this.#writeText(progress);
    else {
      this.#seen.add(progress.length);
      this.#seen.addAll(progress);
    }
  }

  #writeAll(): void {
    const { now } = this.#scheduler;
    for (const [at, item] of this.#scheduler.pending()) {
      if (!(item instanceof Post)) this.#writeTimer(item);
      else {
        const name = this.#naming.of(item.payload);
        for (const { to } of item.deliveries()) {
          this.#seen.add(MESSAGE);
          this.#seen.add(to.index);
          this.#seen.add(at - now);
          this.#seen.add(name);
        }
      }
    }
  }

  #writeTimer({ node, timer, due }: PendingTimer): void {
    const hasMore = hasOwnFields(timer);
    this.#seen.add(hasMore ? OWN_TIMER : TIMER);
    this.#seen.add(node.index);
    this.#seen.add(due - this.#scheduler.now);
    if (hasMore) this.#seen.add(this.#numberOf(canonicalText(timer)));
    else {
      this.#seen.add(this.#numberOf(timer.name));
      this.#seen.add(timer.round ?? NO_ROUND);
    }
  }

  #writeText(text: string): void {
    this.#seen.add(TEXT);
    this.#seen.add(this.#numberOf(text));
  }

  #numberOf(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.size;
    this.#texts.set(text, number);
    return number;
  }
}
