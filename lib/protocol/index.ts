export type { Attribute } from "./attribute.js";
export { invariant, InvariantViolation, unreachable } from "./assert.js";
export {
  ClientRequest,
  CommittedReply,
  isSequence,
  RejectedReply,
  replyDigest,
  requestDigest,
  requestOf,
  transactionOf,
} from "./client.js";
export type { ClientReply } from "./client.js";
export type { ElectionOptions, MempoolOptions, ReplicaContext } from "./context.js";
export type { CryptoSuite, Encodable, Hasher, Signer, Verifier } from "./crypto.js";
export { MESSAGE_TYPES } from "./description.js";
export type {
  CertificateDescription,
  Description,
  MessageType,
  ProposalDescription,
  QcDescription,
  SyncDescription,
  TcDescription,
  TimeoutDescription,
  VoteDescription,
} from "./description.js";
export { isObservation } from "./effect.js";
export type { Deed, DurableState, Effect, Entrance, Observation } from "./effect.js";
export { timerSlot } from "./event.js";
export type { Event, Timer } from "./event.js";
export {
  clientId,
  FIRST_ROUND,
  follows,
  GENESIS_ROUND,
  maxRound,
  nextRound,
  nodeId,
  previousRound,
  replicaId,
  round,
} from "./ids.js";
export type {
  BlockId,
  ClientId,
  Digest,
  Identity,
  Millis,
  NodeId,
  ReplicaId,
  Round,
  Signature,
  StateId,
  Transaction,
} from "./ids.js";
export type { LedgerEntry, LedgerPort } from "./ledger.js";
export type { Memo } from "./memo.js";
export type { ProtocolMessage } from "./message.js";
export type { NodeInfo, Occurrence, Setting } from "./occurrence.js";
export { StorageError } from "./protocol.js";
export type { Durability, Protocol } from "./protocol.js";
export { step } from "./step.js";
export type { Step } from "./step.js";
export { maxFaulty, quorumSize, validatorSet } from "./validators.js";
export type { ValidatorSet } from "./validators.js";
