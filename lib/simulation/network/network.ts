/** Link policies: delay, hold or lose messages. */
import type { Description } from "../../protocol/description.js";
import type { Millis, Round } from "../../protocol/ids.js";
import type { NodeInfo } from "../../protocol/judging/observed-event.js";
import type { MessageWords } from "../../protocol/message-words.js";

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

/**
 * The message waits until the receiver has entered a round above `until`, or, with a timer, until
 * that timer of the receiver has run out in round `until`.
 */
export interface Held {
  readonly kind: "held";
  readonly until: Round;
  /** The name of a timer; empty: any timer. */
  readonly timer?: string;
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

/** A message before it is copied for its receivers. */
export type Outbound = Omit<Envelope, "to">;

/**
 * Links compiled to tables: they say of all receivers at once what the links say of each copy. They
 * replace links that lose a message or deliver it after one delay, and remember nothing.
 */
export interface Routes {
  /** The delay of every copy that is not lost. */
  readonly delay: Millis;
  /** Whoever receives a message that is sent to all nodes, in node order. */
  receivers(outbound: Outbound): readonly NodeInfo[];
}

/** A policy with the same delay for every message. */
export const fixedDelay = (delay: Millis): LinkPolicy => ({ name: "delay", apply: () => delay });

/** The fate of messages of rounds after the last one. */
export const AFTER_THE_END: Lost = { kind: "lost", because: "after the last round" };

/**
 * A policy that ends a run: of rounds after the last one only its successor's proposal is
 * delivered, and syncs are answered.
 */
export const lastRoundLink = (lastRound: Round, words: MessageWords): LinkPolicy => ({
  name: "horizon",
  apply: ({ message }, fate) => (passesTheEnd(message, lastRound, words) ? fate : AFTER_THE_END),
});

/** Whether a message is still delivered, as far as its round and its type decide it. */
export function passesTheEnd(
  { type, round }: Pick<Description, "type" | "round">,
  lastRound: Round,
  words: MessageWords,
): boolean {
  if (round <= lastRound || words.isSync(type)) return true;
  return words.roleOf(type) === "proposal" && round === lastRound + 1;
}
