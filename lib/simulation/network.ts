/** Link policies: delay, hold or lose messages. */
import type { Description } from "../protocol/description.js";
import type { Millis, Round } from "../protocol/ids.js";
import type { NodeInfo } from "../protocol/judging/observed-event.js";
import type { MessageWords } from "../protocol/message-words.js";

/** One copy of a message on its way from one node to another. */
export interface Envelope {
  readonly from: NodeInfo;
  readonly to: NodeInfo;
  readonly message: Description;
  /** The current round of the sender when it sent the message. */
  readonly senderRound: Round;
}

/** The message is lost. */
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
 * A policy that decides on envelopes. The network is a list of policies: each receives the decision
 * of the previous ones, and may change it.
 */
export interface LinkPolicy {
  /** Names the cause. */
  readonly name: string;
  /** The fate of an envelope, given what was decided so far. */
  apply(envelope: Envelope, fate: Fate): Fate;
  /**
   * Its memory of earlier envelopes, as far as it can affect later ones. Absent: it has none. Null:
   * unknown (a random policy); then no stall can be proven.
   */
  memory?(): string | null;
}

/** A policy with the same delay for every message. */
export const fixedDelay = (delay: Millis): LinkPolicy => ({ name: "delay", apply: () => delay });

const AFTER_THE_END: Lost = { kind: "lost", because: "after the last round" };

/**
 * A policy that ends a run: of rounds after the last one only its successor's proposal is
 * delivered, and syncs are answered.
 */
export const lastRoundLink = (lastRound: Round, words: MessageWords): LinkPolicy => ({
  name: "horizon",
  apply(envelope, fate) {
    const { type, round } = envelope.message;
    if (round <= lastRound) return fate;
    if (words.isSync(type)) return fate;
    return words.roleOf(type) === "proposal" && round === lastRound + 1 ? fate : AFTER_THE_END;
  },
});
