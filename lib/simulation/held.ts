/** Messages that are held until their receiver enters a later round. */
import type { Millis, Round } from "../protocol/ids.js";
import type { Scheduler, Delivery } from "./scheduler.js";
import type { Node } from "./node.js";
import type { Held } from "./network.js";

/** A message that waits for its receiver to enter a round above `until`. */
export interface HeldMessage<M> {
  readonly delivery: Delivery<M>;
  readonly until: Round;
  /** When it would have arrived had it not been held. */
  readonly earliest: Millis;
}

/** The messages that wait for their receivers. */
export class HeldMessages<M> {
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

  /** Keeps a message from a node that has not entered a round above some other yet. */
  hold(delivery: Delivery<M>, { round }: { round: Round }, { until }: Held, delay: Millis): void {
    if (round > until) this.#scheduler.deliverAfter(delivery, delay);
    else this.#waiting.push({ delivery, until, earliest: this.#scheduler.now + delay });
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
      this.#scheduler.deliverAfter(delivery, Math.max(0, earliest - now));
    }
  }
}
