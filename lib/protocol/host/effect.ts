/** The effects of a replica: actions for its host, and observations for judges and traces. */
import type { ClientReply } from "./client.js";
import type { Certificate } from "../description.js";
import type { Timer } from "./event.js";
import type { ClientId, Millis, ReplicaId, Round } from "../ids.js";
import type { LedgerEntry } from "./ledger.js";

/**
 * State that must survive a restart. It is on disk before the following effects are carried out.
 * Only the protocol knows its structure.
 */
export type DurableState = object;

/**
 * How a round was entered, as the protocol names it: `start`, or the end of the previous round
 * (`qc`, `timeout`, `clock`). Up to three letters: an acronym.
 */
export type EntryCause = string;

/**
 * An output of a replica, as data. The host carries out effects in order.
 */
export type Effect<M extends object> = Action<M> | Observation<M>;

/** Actions for the host. */
export type Action<M extends object> =
  | { readonly kind: "send"; readonly to: ReplicaId; readonly message: M }
  /** To every validator, the sender included. */
  | { readonly kind: "broadcast"; readonly message: M }
  /** Fires `after` so many milliseconds, as a `timer` event. */
  | { readonly kind: "start-timer"; readonly timer: Timer; readonly after: Millis }
  /** Stops the running timer of the same name, if there is one. */
  | { readonly kind: "stop-timer"; readonly timer: Timer }
  /** Replaces what was persisted before. */
  | { readonly kind: "persist"; readonly durable: DurableState }
  /** Appends to the ledger; entries come in the order of the chain. */
  | { readonly kind: "commit"; readonly entry: LedgerEntry }
  | { readonly kind: "reply"; readonly to: ClientId; readonly reply: ClientReply };

/** Observations, which inform judges and traces and have no other effect. */
export type Observation<M extends object> =
  /** It is in this round from now on. */
  | { readonly kind: "entered"; readonly round: Round; readonly by: EntryCause }
  /** It formed this certificate. */
  | { readonly kind: "certified"; readonly certificate: Certificate }
  /** A rule's answer, with its reason: for traces. */
  | {
      readonly kind: "decided";
      readonly what: string;
      readonly allowed: boolean;
      readonly because: string;
    }
  /** It takes no notice of a message that is not as it should be. */
  | { readonly kind: "refused"; readonly message: M; readonly because: string }
  /** The replica takes no further action by itself; it may still answer others. */
  | { readonly kind: "halted" }
  /**
   * As leader of this round it has the messages of a quorum, and its rules allow no proposal. The
   * property `recovery` is violated if an honest replica reports it.
   */
  | { readonly kind: "stuck"; readonly round: Round; readonly because: string };

/** Whether an effect only tells what happened inside, and asks the host for nothing. */
export function isObservation<M extends object>(effect: Effect<M>): effect is Observation<M> {
  switch (effect.kind) {
    case "entered":
    case "certified":
    case "decided":
    case "refused":
    case "halted":
    case "stuck":
      return true;
    case "send":
    case "broadcast":
    case "start-timer":
    case "stop-timer":
    case "persist":
    case "commit":
    case "reply":
      return false;
  }
}
