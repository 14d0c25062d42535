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
 * What a replica asks of its host, as data, to be carried out in order. The last four are
 * observations: they ask for nothing and tell a judge or a trace what happened inside.
 */
export type Effect<M extends ProtocolMessage> =
  | { readonly kind: "send"; readonly to: ReplicaId; readonly message: M }
  /** To every validator, the sender included. */
  | { readonly kind: "broadcast"; readonly message: M }
  | { readonly kind: "start-timer"; readonly timer: Timer; readonly after: Millis }
  | { readonly kind: "stop-timer"; readonly timer: Timer }
  | { readonly kind: "persist"; readonly durable: DurableState }
  | { readonly kind: "commit"; readonly entry: LedgerEntry }
  | { readonly kind: "reply"; readonly to: ClientId; readonly reply: ClientReply }
  | { readonly kind: "entered"; readonly round: Round; readonly by: Entrance }
  | { readonly kind: "certified"; readonly certificate: CertificateDescription }
  | {
      readonly kind: "decided";
      readonly what: string;
      readonly allowed: boolean;
      readonly because: string;
    }
  | { readonly kind: "refused"; readonly message: M; readonly because: string };
