import { alarmName } from "./agenda.js";
import type { Alarm } from "./agenda.js";

/** How many timers may fire in vain before in-flight messages are compared too. */
const PATIENCE = 100;

/**
 * Picks the moments at which to compare global states although messages are in flight, which is
 * dear: whenever one certain timer fires, since a cycle passes every one of its timers. In case the
 * one it picked fires no more, it picks another each time that twice as many have fired in vain.
 */
export class Watch {
  #vain = 0;
  /** When to pick a timer. */
  #picking = PATIENCE;
  #watched: string | undefined;

  /** A node entered a round or committed: nothing repeats itself yet. */
  noteNews(): void {
    this.#vain = 0;
    this.#picking = PATIENCE;
    this.#watched = undefined;
  }

  /** Whether to compare before this timer fires. */
  isDue(alarm: Alarm): boolean {
    this.#vain += 1;
    if (this.#vain < PATIENCE) return false;
    const name = alarmName(alarm);
    if (this.#vain === this.#picking) {
      this.#watched = name;
      this.#picking *= 2;
    }
    return name === this.#watched;
  }
}
