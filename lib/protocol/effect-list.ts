/** Collects the effects of one event after the other, in room that is used again. */
import type { Effect } from "./effect.js";

/**
 * The effects of one event. A list that grows reserves room for many; this one keeps its room from
 * event to event and gives out lists of just the right length.
 */
export class EffectList<M extends object> {
  readonly #room: (Effect<M> | undefined)[] = [];
  #size = 0;

  /** Begins with none, also where an event was not handled to its end. */
  begin(): void {
    this.#size = 0;
  }

  push(effect: Effect<M>): void {
    this.#room[this.#size++] = effect;
  }

  /** The effects since the beginning, in order. O(effects). */
  take(): readonly Effect<M>[] {
    const taken = this.#room.slice(0, this.#size);
    this.#size = 0;
    return taken as readonly Effect<M>[];
  }
}
