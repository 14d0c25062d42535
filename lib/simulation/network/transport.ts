/** Sends messages through the links and injected faults, or along routes, to the scheduler. */
import type { Millis } from "../../protocol/ids.js";
import type { NodeInfo } from "../../protocol/judging/observed-event.js";
import type { CheckedProtocol } from "../checks/checked-protocol.js";
import type { Scheduler } from "../scheduler.js";
import { HeldMessages } from "./held.js";
import { RelayNetwork } from "./relay.js";
import type { Fate, Routes } from "./network.js";
import type { Node } from "../node.js";
import type { Delivery, Sending } from "./post.js";
import { SynchronyWatch } from "./synchrony.js";
import type { Crash, World } from "../world.js";

/**
 * Passes messages from their senders through the links and the injected faults to the scheduler.
 * Where nobody asks for single copies, the routes name all receivers at once.
 */
export class Transport<S extends object, M extends object> {
  readonly held: HeldMessages<M>;
  readonly relay: RelayNetwork<M>;
  readonly watch: SynchronyWatch;
  #world: World<S, M>;
  #routes: Routes | undefined;
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
    this.watch = new SynchronyWatch(world);
    this.held = new HeldMessages(scheduler, this.watch);
    this.relay = new RelayNetwork(scheduler);
    this.#world = world;
    this.#routes = routesOf(world);
    this.#protocol = protocol;
    this.#scheduler = scheduler;
    this.#crash = crash;
  }

  /** Begins a run of another world with the same nodes and the same protocol. */
  reset(world: World<S, M>): void {
    this.#world = world;
    this.watch.reset(world);
    this.#routes = routesOf(world);
  }

  /** Sends a copy to every node, until the sender crashes. */
  broadcast(sender: Node<S>, nodes: readonly Node<S>[], payload: M): void {
    const sending = this.#sending(sender, payload);
    if (this.#routes === undefined) this.#sendCopies(sender, nodes, sending);
    else this.#post(sending, this.#routes.receivers(sending), this.#routes.delay);
  }

  /** Sends a copy to each node of one identity, until the sender crashes. */
  send(sender: Node<S>, receivers: readonly Node<S>[], payload: M): void {
    const sending = this.#sending(sender, payload);
    if (this.#routes === undefined) this.#sendCopies(sender, receivers, sending);
    else this.#post(sending, among(receivers, this.#routes.receivers(sending)), this.#routes.delay);
  }

  #post(sending: Sending<M>, receivers: readonly NodeInfo[], delay: Millis): void {
    if (receivers.length > 0) this.#scheduler.postAfter(sending, receivers, delay);
  }

  #sending(sender: Node<S>, payload: M): Sending<M> {
    const from = sender.spec.info;
    const message = this.#protocol.describe(from, payload);
    this.#world.judge?.({ kind: "sent", at: this.#scheduler.now, node: from, message });
    const sending = { from, message, senderRound: sender.round, payload };
    if (this.#world.relay !== undefined) this.relay.sent(sending);
    return sending;
  }

  /** The copies of one delay become one item. */
  #sendCopies(sender: Node<S>, receivers: readonly Node<S>[], sending: Sending<M>): void {
    const { from, message, senderRound, payload } = sending;
    const byDelay = new Map<Millis, NodeInfo[]>();
    for (const receiver of receivers) {
      const to = receiver.spec.info;
      const fate = this.#fateOf(sender, receiver, { from, to, message, senderRound, payload });
      if (typeof fate === "number") addTo(byDelay, fate, to);
      else if (fate?.kind === "crash") {
        this.#postAll(sending, byDelay);
        this.#crash(sender, fate);
        return;
      }
    }
    this.#postAll(sending, byDelay);
  }

  #postAll(sending: Sending<M>, byDelay: ReadonlyMap<Millis, readonly NodeInfo[]>): void {
    for (const [delay, receivers] of byDelay) this.#scheduler.postAfter(sending, receivers, delay);
  }

  /** The delay of a copy; undefined if it is lost, or held. */
  #fateOf(sender: Node<S>, receiver: Node<S>, delivery: Delivery<M>): Millis | Crash | undefined {
    let fate: Fate | Crash = 0;
    let delay: Millis = 0;
    for (const link of this.#world.links) {
      fate = link.apply(delivery, fate);
      if (typeof fate === "number") delay = fate;
    }
    const at = this.#scheduler.now;
    if (this.#world.injectFault !== undefined) {
      const { state, spec } = sender;
      const { context } = spec;
      fate = this.#world.injectFault({ at, envelope: delivery, fate, state, context });
      if (typeof fate !== "number" && fate.kind === "crash") return fate;
    }
    const { from, to, message, payload } = delivery;
    this.#world.trace?.({ at, kind: "link", from, to, message, payload, fate });
    this.watch.leaves(delivery, fate, at);
    if (typeof fate === "number") return fate;
    if (fate.kind === "lost") return undefined;
    return this.held.holds(delivery, receiver, fate, delay) ? undefined : delay;
  }
}

/** Traces, faults and open choices are about single copies. */
const routesOf = <S extends object, M extends object>(world: World<S, M>): Routes | undefined =>
  world.trace === undefined && world.injectFault === undefined && world.choices === undefined
    ? world.routes
    : undefined;

function addTo(byDelay: Map<Millis, NodeInfo[]>, delay: Millis, to: NodeInfo): void {
  const group = byDelay.get(delay);
  if (group === undefined) byDelay.set(delay, [to]);
  else group.push(to);
}

/** Those of the receivers who hear the message. */
function among(
  receivers: readonly Node<unknown>[],
  hearers: readonly NodeInfo[],
): readonly NodeInfo[] {
  const found: NodeInfo[] = [];
  for (const { spec } of receivers) {
    for (const hearer of hearers) if (hearer === spec.info) found.push(hearer);
  }
  return found;
}
