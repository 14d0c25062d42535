/** Messages that are held until their receiver enters a later round, or a timer of it runs out. */
import type { Millis, Round } from "../../protocol/ids.js";
import type { Delivery } from "./post.js";
import type { Scheduler } from "../scheduler.js";
import type { Node } from "../node.js";
import type { Held } from "./network.js";
import type { SynchronyWatch } from "./synchrony.js";

/** A message that waits for its receiver to enter a round above `until`. */
export interface HeldMessage<M> {
  readonly delivery: Delivery<M>;
  readonly until: Round;
  /** Or for this timer to run out in round `until`; an empty name: for any. */
  readonly timer?: string | undefined;
  /** When it would have arrived had it not been held. */
  readonly earliest: Millis;
  /** When it was sent. */
  readonly sent: Millis;
}

/** The messages that wait for their receivers. */
export class HeldMessages<M extends object> {
  readonly #scheduler: Scheduler<M>;
  readonly #watch: SynchronyWatch;
  #waiting: HeldMessage<M>[] = [];
  /** By index of a node: the timers that have run out in its round, where some message may wait. */
  readonly #runOut = new Map<number, Set<string>>();
  /** Whether messages may wait for timers. */
  #tracksTimers = false;
  /** How many messages have been sent on. */
  #released = 0;

  /** `watch` hears when what was held arrives. */
  constructor(scheduler: Scheduler<M>, watch: SynchronyWatch) {
    this.#scheduler = scheduler;
    this.#watch = watch;
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
    { until, timer }: Held,
    delay: Millis,
  ): boolean {
    if (round > until) return false;
    if (timer !== undefined) {
      const runOut = round === until ? this.#runOut.get(delivery.to.index) : undefined;
      if (runOut !== undefined && (timer === "" || runOut.has(timer))) return false;
    }
    const sent = this.#scheduler.now;
    this.#waiting.push({ delivery, until, timer, earliest: sent + delay, sent });
    return true;
  }

  /** Begins a run, in which messages may wait for timers or not. */
  reset(tracksTimers: boolean): void {
    this.#waiting = [];
    this.#runOut.clear();
    this.#tracksTimers = tracksTimers;
    this.#released = 0;
  }

  /**
   * A timer of a node has run out while it was in this round, which it may have left by now: sends
   * on what waited for that.
   */
  timerRanOut({ spec, round: now }: Node<unknown>, name: string, round: Round): void {
    if (!this.#tracksTimers) return;
    const { index } = spec.info;
    if (now === round) {
      const names = this.#runOut.get(index);
      if (names === undefined) this.#runOut.set(index, new Set([name]));
      else names.add(name);
    }
    this.#release(
      ({ delivery, until, timer }) =>
        delivery.to.index === index && until === round && (timer === "" || timer === name),
    );
  }

  /**
   * All of it that can still change what is delivered; undefined: nothing waits for timers. Of
   * messages that are alike one counts: while nothing is sent on, more of them change nothing.
   */
  memory(): string | undefined {
    if (!this.#tracksTimers) return undefined;
    const runOut = [...this.#runOut].map(([node, names]) => `${node} ${[...names].sort().join()}`);
    const waiting = this.#waiting.flatMap(({ delivery, until, timer }) =>
      timer === undefined
        ? []
        : `${delivery.from.index} ${delivery.to.index} ${until} ${timer} ${delivery.message.type}`,
    );
    const distinct = [...new Set(waiting)].join(";");
    return `${runOut.sort().join(";")}|${this.#released}|${distinct}`;
  }

  /** Sends on what waited for this node to enter the round that it has entered. */
  release({ spec: { info }, round }: Node<unknown>): void {
    if (this.#runOut.size > 0) this.#runOut.delete(info.index);
    if (this.#waiting.length === 0) return;
    this.#release(({ delivery, until }) => delivery.to === info && round > until);
  }

  #release(isDue: (message: HeldMessage<M>) => boolean): void {
    if (this.#waiting.length === 0) return;
    const { now } = this.#scheduler;
    const due = this.#waiting.filter(isDue);
    this.#waiting = this.#waiting.filter((waiting) => !isDue(waiting));
    this.#released += due.length;
    for (const message of due) {
      const { delivery, earliest } = message;
      this.#watch.isReleased(message, Math.max(now, earliest), now);
      this.#scheduler.postAfter(delivery, [delivery.to], Math.max(0, earliest - now));
    }
  }
}
