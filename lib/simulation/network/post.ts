/** Messages in flight: copies that arrive at the same instant are one item. */
import type { Description } from "../../protocol/description.js";
import type { Event } from "../../protocol/host/event.js";
import type { Round } from "../../protocol/ids.js";
import type { NodeInfo } from "../../protocol/judging/observed-event.js";
import type { Envelope } from "./network.js";

/** One copy of a message in flight. */
export interface Delivery<M> extends Envelope {
  readonly payload: M;
}

/** A message as its sender gives it to the network. */
export interface Sending<M extends object> {
  readonly from: NodeInfo;
  readonly message: Description;
  /** The current round of the sender. */
  readonly senderRound: Round;
  readonly payload: M;
}

/**
 * Copies of one message that arrive at the same instant, one after the other: nothing that was
 * scheduled in between can come between them.
 */
export class Post<M extends object> {
  readonly from: NodeInfo;
  readonly message: Description;
  readonly senderRound: Round;
  readonly payload: M;
  /** In the order of delivery. */
  readonly receivers: readonly NodeInfo[];
  /** What each receiver handles. */
  readonly event: Event<M>;
  /** How many copies were taken. */
  taken = 0;

  constructor({ from, message, senderRound, payload }: Sending<M>, receivers: readonly NodeInfo[]) {
    this.from = from;
    this.message = message;
    this.senderRound = senderRound;
    this.payload = payload;
    this.receivers = receivers;
    this.event = { kind: "message", from: from.replica, message: payload };
  }

  /** The receiver of the copy that was taken last. */
  get receiver(): NodeInfo | undefined {
    return this.receivers[this.taken - 1];
  }

  /** The copies that are left, in order. */
  deliveries(): readonly Delivery<M>[] {
    const { from, message, senderRound, payload } = this;
    return this.receivers
      .slice(this.taken)
      .map((to) => ({ from, to, message, senderRound, payload }));
  }
}
