import type { BlockId, ReplicaId, Round } from "./ids.js";

/** A quorum certificate as a judge sees it: what it certifies and who signed, as they stand. */
export interface QcDescription {
  readonly kind: "qc";
  readonly round: Round;
  readonly block: BlockId;
  readonly parent: BlockId;
  readonly parentRound: Round;
  readonly signers: readonly ReplicaId[];
}

/** A timeout certificate as a judge sees it; `highQcRounds[i]` is what `signers[i]` reported. */
export interface TcDescription {
  readonly kind: "tc";
  readonly round: Round;
  readonly signers: readonly ReplicaId[];
  readonly highQcRounds: readonly Round[];
}

export type CertificateDescription = QcDescription | TcDescription;

export interface ProposalDescription {
  readonly kind: "proposal";
  readonly round: Round;
  readonly author: ReplicaId;
  readonly block: BlockId;
  readonly parent: BlockId;
  readonly parentRound: Round;
  readonly certificates: readonly CertificateDescription[];
}

export interface VoteDescription {
  readonly kind: "vote";
  readonly round: Round;
  readonly voter: ReplicaId;
  readonly block: BlockId;
  readonly parent: BlockId;
  readonly parentRound: Round;
  readonly certificates: readonly CertificateDescription[];
}

export interface TimeoutDescription {
  readonly kind: "timeout";
  readonly round: Round;
  readonly sender: ReplicaId;
  readonly highQcRound: Round;
  readonly certificates: readonly CertificateDescription[];
}

export interface SyncDescription {
  readonly kind: "sync";
  readonly phase: "request" | "response";
  /** The round of the message that made the sender ask. */
  readonly round: Round;
  readonly sender: ReplicaId;
  /** The block that is wanted. */
  readonly block: BlockId;
  readonly certificates: readonly CertificateDescription[];
}

/** What a judge, a network or a trace may know of a message, whatever the protocol. */
export type Description =
  ProposalDescription | VoteDescription | TimeoutDescription | SyncDescription;

export type MessageType = Description["kind"];
export const MESSAGE_TYPES: readonly MessageType[] = ["proposal", "vote", "timeout", "sync"];
