import { alarmName } from "./agenda.js";
import type { Alarm } from "./agenda.js";

/**
 * Picks the moments at which to compare global states where that is dear: whenever one certain
 * timer fires, since a cycle passes every one of its timers. In case the one it picked fires no
 * more, it picks another each time that twice as many have fired in vain.
 */
export class Watch {
  readonly #patience: number;
  #vain = 0;
  /** When to pick a timer. */
  #picking: number;
  #watched: string | undefined;

  /** Nothing is compared before so many timers have fired in vain. */
  constructor(patience: number) {
    this.#patience = patience;
    this.#picking = patience;
  }

  /** A node entered a round or committed: nothing repeats itself yet. */
  noteNews(): void {
    this.#vain = 0;
    this.#picking = this.#patience;
    this.#watched = undefined;
  }

  /** Whether to compare before this timer fires. */
  isDue(alarm: Alarm): boolean {
    this.#vain += 1;
    if (this.#vain < this.#patience) return false;
    const name = alarmName(alarm);
    if (this.#vain === this.#picking) {
      this.#watched = name;
      this.#picking *= 2;
    }
    return name === this.#watched;
  }
}
