/** Sends messages through the link policies and injected faults to the scheduler. */
import type { Millis } from "../protocol/ids.js";
import type { CheckedProtocol } from "./checks/checked-protocol.js";
import type { Scheduler, Delivery } from "./scheduler.js";
import { HeldMessages } from "./held.js";
import type { Fate } from "./network.js";
import type { Node } from "./node.js";
import type { Crash, World } from "./world.js";

/**
 * Passes messages from their senders through the links and the injected faults to the scheduler.
 */
export class Transport<S extends object, M extends object> {
  readonly held: HeldMessages<M>;
  readonly #world: World<S, M>;
  readonly #protocol: CheckedProtocol<S, M>;
  readonly #scheduler: Scheduler<M>;
  readonly #crash: (sender: Node<S>, crash: Crash) => void;

  /** `crash` is called if a failure stops the sender before its message leaves. */
  constructor(
    world: World<S, M>,
    protocol: CheckedProtocol<S, M>,
    scheduler: Scheduler<M>,
    crash: (sender: Node<S>, crash: Crash) => void,
  ) {
    this.held = new HeldMessages(scheduler);
    this.#world = world;
    this.#protocol = protocol;
    this.#scheduler = scheduler;
    this.#crash = crash;
  }

  /** Sends a copy to each receiver, until the sender crashes. */
  send(sender: Node<S>, receivers: readonly Node<S>[], payload: M): void {
    const from = sender.spec.info;
    const message = this.#protocol.describe(from, payload);
    const { incarnation } = sender;
    this.#world.judge?.({ kind: "sent", at: this.#scheduler.now, node: from, message });
    for (const receiver of receivers) {
      const to = receiver.spec.info;
      const delivery = { from, to, message, senderRound: sender.round, payload };
      this.#dispatch(sender, receiver, delivery);
      if (sender.incarnation !== incarnation) return;
    }
  }

  #dispatch(sender: Node<S>, receiver: Node<S>, delivery: Delivery<M>): void {
    let fate: Fate | Crash = 0;
    let delay: Millis = 0;
    for (const link of this.#world.links) {
      fate = link.apply(delivery, fate);
      if (typeof fate === "number") delay = fate;
    }
    if (this.#world.injectFault !== undefined) {
      const { state, spec } = sender;
      const { context } = spec;
      const at = this.#scheduler.now;
      fate = this.#world.injectFault({ at, envelope: delivery, fate, state, context });
      if (typeof fate !== "number" && fate.kind === "crash") {
        this.#crash(sender, fate);
        return;
      }
    }
    const { from, to, message, payload } = delivery;
    this.#world.trace?.({
      at: this.#scheduler.now,
      kind: "link",
      from,
      to,
      message,
      payload,
      fate,
    });
    if (typeof fate === "number") this.#scheduler.deliverAfter(delivery, fate);
    else if (fate.kind === "held") this.held.hold(delivery, receiver, fate, delay);
  }
}
