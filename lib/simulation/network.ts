/** Link policies: delay, hold or lose messages. */
import type { Description } from "../protocol/description.js";
import type { Millis, Round } from "../protocol/ids.js";
import type { NodeInfo } from "../protocol/observed-event.js";

/** One copy of a message on its way from one node to another. */
export interface Envelope {
  readonly from: NodeInfo;
  readonly to: NodeInfo;
  readonly message: Description;
  /** The sender's current round when it sent. */
  readonly senderRound: Round;
}

/** The message is gone. */
export interface Lost {
  readonly kind: "lost";
  readonly because: string;
}

/** The message waits until the receiver has entered a round above `until`. */
export interface Held {
  readonly kind: "held";
  readonly until: Round;
  readonly because: string;
}

/** The decision on an envelope: delivered after a delay in milliseconds, lost, or held. */
export type Fate = Millis | Lost | Held;

/**
 * One cause that decides over envelopes. The network is a list of them: each sees the fate that the
 * ones before it decided, and may change it.
 */
export interface LinkPolicy {
  readonly name: string;
  apply(envelope: Envelope, fate: Fate): Fate;
  /**
   * What it remembers of earlier envelopes, as far as it can matter for later ones; left out by a
   * policy that remembers nothing. Null says that it cannot be told (a random one), and then no
   * stall can be proven.
   */
  memory?(): string | null;
}

/** Every message takes the same time. */
export const fixedDelay = (delay: Millis): LinkPolicy => ({ name: "delay", apply: () => delay });
