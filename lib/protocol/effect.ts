import type { ClientReply } from "./client.js";
import type { CertificateDescription } from "./description.js";
import type { Timer } from "./event.js";
import type { ClientId, Millis, ReplicaId, Round } from "./ids.js";
import type { LedgerEntry } from "./ledger.js";
import type { ProtocolMessage } from "./message.js";

/**
 * What must survive a restart; to be on disk before the effects that follow it are carried out. A
 * protocol adds its own, which nobody else looks into.
 */
export interface DurableState {
  readonly highestVoteRound: Round;
  readonly highestQcRound: Round;
  readonly currentRound: Round;
  /** The last round in which this replica proposed. */
  readonly proposedRound: Round;
}

/** How a round was entered. */
export type Entrance = "start" | "qc" | "tc";

/**
 * What a replica asks of its host, as data, to be carried out in order, and what it lets be known.
 */
export type Effect<M extends ProtocolMessage> = Deed<M> | Observation<M>;

/** What is to be done. */
export type Deed<M extends ProtocolMessage> =
  | { readonly kind: "send"; readonly to: ReplicaId; readonly message: M }
  /** To every validator, the sender included. */
  | { readonly kind: "broadcast"; readonly message: M }
  | { readonly kind: "start-timer"; readonly timer: Timer; readonly after: Millis }
  | { readonly kind: "stop-timer"; readonly timer: Timer }
  | { readonly kind: "persist"; readonly durable: DurableState }
  | { readonly kind: "commit"; readonly entry: LedgerEntry }
  | { readonly kind: "reply"; readonly to: ClientId; readonly reply: ClientReply };

/** Asks for nothing, and tells a judge or a trace what happened inside. */
export type Observation<M extends ProtocolMessage> =
  | { readonly kind: "entered"; readonly round: Round; readonly by: Entrance }
  | { readonly kind: "certified"; readonly certificate: CertificateDescription }
  | {
      readonly kind: "decided";
      readonly what: string;
      readonly allowed: boolean;
      readonly because: string;
    }
  | { readonly kind: "refused"; readonly message: M; readonly because: string };

export function isObservation<M extends ProtocolMessage>(
  effect: Effect<M>,
): effect is Observation<M> {
  const { kind } = effect;
  return kind === "entered" || kind === "certified" || kind === "decided" || kind === "refused";
}
