/** The effects of a replica: actions for its host, and observations for judges and traces. */
import type { ClientReply } from "./client.js";
import type { Certificate } from "./description.js";
import type { Timer } from "./event.js";
import type { ClientId, Millis, ReplicaId, Round } from "./ids.js";
import type { LedgerEntry } from "./ledger.js";

/**
 * What must survive a restart; to be on disk before the effects that follow it are carried out. It
 * is the protocol's own: nobody else looks into it.
 */
export type DurableState = object;

/**
 * How a round was entered, in the protocol's word: `start`, or what ended the round before (`qc`,
 * `timeout`, `clock`). Up to three letters: an acronym.
 */
export type EntryCause = string;

/**
 * What a replica asks of its host, as data, to be carried out in order, and what it lets be known.
 */
export type Effect<M extends object> = Action<M> | Observation<M>;

/** What is to be done. */
export type Action<M extends object> =
  | { readonly kind: "send"; readonly to: ReplicaId; readonly message: M }
  /** To every validator, the sender included. */
  | { readonly kind: "broadcast"; readonly message: M }
  | { readonly kind: "start-timer"; readonly timer: Timer; readonly after: Millis }
  /** Stops the running timer of the same name, if there is one. */
  | { readonly kind: "stop-timer"; readonly timer: Timer }
  | { readonly kind: "persist"; readonly durable: DurableState }
  | { readonly kind: "commit"; readonly entry: LedgerEntry }
  | { readonly kind: "reply"; readonly to: ClientId; readonly reply: ClientReply };

/** Asks for nothing, and tells a judge or a trace what happened inside. */
export type Observation<M extends object> =
  | { readonly kind: "entered"; readonly round: Round; readonly by: EntryCause }
  | { readonly kind: "certified"; readonly certificate: Certificate }
  | {
      readonly kind: "decided";
      readonly what: string;
      readonly allowed: boolean;
      readonly because: string;
    }
  | { readonly kind: "refused"; readonly message: M; readonly because: string }
  /** The replica has nothing left to do of its own accord; it may still answer others. */
  | { readonly kind: "halted" };

export function isObservation<M extends object>(effect: Effect<M>): effect is Observation<M> {
  switch (effect.kind) {
    case "entered":
    case "certified":
    case "decided":
    case "refused":
    case "halted":
      return true;
    default:
      return false;
  }
}
