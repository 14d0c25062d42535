/** Chooses when the cycle detector compares global states. */
import { pendingTimerName } from "../timers.js";
import type { PendingTimer } from "../timers.js";

/**
 * Chooses when to compare global states. Comparing is expensive, so it is done only when one chosen
 * timer fires: every cycle fires all its timers. If the chosen timer stops firing, another is
 * chosen after twice as many firings.
 */
export class CycleProbe {
  readonly #minFirings: number;
  #firings = 0;
  /** When to pick a timer. */
  #nextPick: number;
  #probeTimer: string | undefined;

  /** `minFirings`: how many timers must fire without progress before states are compared. */
  constructor(minFirings: number) {
    this.#minFirings = minFirings;
    this.#nextPick = minFirings;
  }

  /** A node entered a round or committed: the count begins anew. */
  reset(): void {
    this.#firings = 0;
    this.#nextPick = this.#minFirings;
    this.#probeTimer = undefined;
  }

  /** So many timers may fire before states are compared. */
  get left(): number {
    return Math.max(0, this.#minFirings - 1 - this.#firings);
  }

  /** Whether to compare before this timer fires. */
  isDue(pending: PendingTimer): boolean {
    this.#firings += 1;
    if (this.#firings < this.#minFirings) return false;
    const name = pendingTimerName(pending);
    if (this.#firings === this.#nextPick) {
      this.#probeTimer = name;
      this.#nextPick *= 2;
    }
    return name === this.#probeTimer;
  }
}
