/** Messages that are held until their receiver enters a later round. */
import type { Millis, Round } from "../../protocol/ids.js";
import type { Delivery } from "./post.js";
import type { Scheduler } from "../scheduler.js";
import type { Node } from "../node.js";
import type { Held } from "./network.js";

/** A message that waits for its receiver to enter a round above `until`. */
export interface HeldMessage<M> {
  readonly delivery: Delivery<M>;
  readonly until: Round;
  /** When it would have arrived had it not been held. */
  readonly earliest: Millis;
}

/** The messages that wait for their receivers. */
export class HeldMessages<M extends object> {
  readonly #scheduler: Scheduler<M>;
  #waiting: HeldMessage<M>[] = [];

  constructor(scheduler: Scheduler<M>) {
    this.#scheduler = scheduler;
  }

  /** In order of arrival. */
  get waiting(): readonly HeldMessage<M>[] {
    return this.#waiting;
  }

  set waiting(waiting: readonly HeldMessage<M>[]) {
    this.#waiting = [...waiting];
  }

  /**
   * Keeps a message from a node that has not entered a round above some other yet; whether it had
   * to be kept.
   */
  holds(
    delivery: Delivery<M>,
    { round }: { round: Round },
    { until }: Held,
    delay: Millis,
  ): boolean {
    if (round > until) return false;
    this.#waiting.push({ delivery, until, earliest: this.#scheduler.now + delay });
    return true;
  }

  /** Sends on what waited for this node to enter the round that it has entered. */
  release({ spec: { info }, round }: Node<unknown>): void {
    if (this.#waiting.length === 0) return;
    const { now } = this.#scheduler;
    const isDue = ({ delivery, until }: HeldMessage<M>): boolean =>
      delivery.to === info && round > until;
    const due = this.#waiting.filter(isDue);
    this.#waiting = this.#waiting.filter((waiting) => !isDue(waiting));
    for (const { delivery, earliest } of due) {
      this.#scheduler.postAfter(delivery, [delivery.to], Math.max(0, earliest - now));
    }
  }
}
