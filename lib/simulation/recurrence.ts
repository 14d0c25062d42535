/** Finds out that a run has come back to a state in which it was before. */
import { canonicalText } from "../explore/canonical.js";
import type { Agenda, Alarm } from "./agenda.js";
import { alarmKey } from "./agenda.js";
import { Naming } from "./naming.js";
import type { Node } from "./node.js";
import { Watch } from "./watch.js";
import type { World } from "./world.js";

/** How many timers may fire in vain before in-flight messages are compared too. */
const PATIENCE = 100;

/**
 * Finds out that a run has come back to where it was. A run is a function of its global state, so
 * when one recurs, everything after it recurs too, for ever. To look is cheap while no message is
 * in flight, and always soon enough but where retries never leave such an instant.
 */
export class Recurrence<S extends object, M extends object> {
  readonly #world: World<S, M>;
  readonly #agenda: Agenda<M>;
  readonly #nodes: readonly Node<S>[];
  readonly #busy = new Watch(PATIENCE);
  /** Of explored runs, which are many and short, few moments are compared. */
  readonly #quiet: Watch | undefined;
  /** Global states in which a timer fired since a node last entered a round or committed. */
  readonly #seen = new Set<string>();
  /** Of the messages in those states. */
  readonly #naming = new Naming();
  readonly #nameOf = (payload: M): number => this.#naming.of(payload);

  constructor(world: World<S, M>, agenda: Agenda<M>, nodes: readonly Node<S>[]) {
    this.#world = world;
    this.#agenda = agenda;
    this.#nodes = nodes;
    this.#quiet = world.explored && new Watch(1);
  }

  /** A node entered a round or committed: nothing that was seen so far can come again. */
  noteNews(): void {
    this.#busy.noteNews();
    this.#quiet?.noteNews();
    if (this.#seen.size === 0) return;
    this.#seen.clear();
    this.#naming.release();
  }

  /** Whether nothing was noted since the last news, or the last {@link forget}. */
  get isFresh(): boolean {
    return this.#seen.size === 0;
  }

  /** Whether the run is, just before this timer fires, where it was before. */
  isBack(alarm: Alarm): boolean {
    if (this.#world.until !== undefined) return false;
    const watch = this.#agenda.inFlight > 0 ? this.#busy : this.#quiet;
    if (watch?.isDue(alarm) === false) return false;
    const state = this.#globalState(alarm);
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
  #globalState(next: Alarm): string | undefined {
    const { protocol } = this.#world;
    const parts = this.#nodes.map(
      ({ state }) => protocol.progress?.(state) ?? canonicalText(state),
    );
    parts.push(alarmKey(next, this.#agenda.now), ...this.#agenda.outlook(this.#nameOf));
    for (const link of this.#world.links) {
      const remembered = link.memory?.();
      if (remembered === null) return undefined;
      if (remembered !== undefined) parts.push(remembered);
    }
    return parts.join("\n");
  }
}
