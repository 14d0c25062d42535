/**
 * The public exports of twins-bft/protocol: the contract between a protocol and whoever runs it.
 * Events, effects, messages and their descriptions, properties, and constructors for ids.
 *
 * @module twins-bft/protocol
 */
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
} from "./host/client.js";
export type { ClientReply } from "./host/client.js";
export type { ElectionOptions, MempoolOptions, ReplicaContext } from "./host/context.js";
export type { CryptoSuite, Encodable, Hasher, Signer, Verifier } from "./crypto.js";
export { slotsOf, statement } from "./description.js";
export type {
  BlockHeader,
  Certificate,
  Description,
  MessageRole,
  MessageType,
  Statement,
} from "./description.js";
export { isObservation } from "./host/effect.js";
export type { Action, DurableState, Effect, EntryCause, Observation } from "./host/effect.js";
export type { Event, Timer } from "./host/event.js";
export type { Reduction } from "../explore/reduction.js";
export type {
  BlockGraph,
  CanonicalIds,
  Explorable,
  Exploration,
  PreimageOf,
  Quiescence,
  Receiver,
  Sender,
  StateView,
} from "./explorable.js";
export { evidenceIn } from "./judging/evidence.js";
export type { Accountability, EvidenceRule, SignedMessage } from "./judging/evidence.js";
export type {
  Ballot,
  BlockFacts,
  BlockTree,
  Facts,
  NilFacts,
  RoundEntries,
} from "./judging/facts.js";
export {
  blockId,
  clientId,
  digest,
  FIRST_ROUND,
  follows,
  GENESIS_ROUND,
  maxRound,
  nextRound,
  nodeId,
  previousRound,
  replicaId,
  round,
  signature,
  stateId,
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
export { blockEntry, decisionEntry } from "./host/ledger.js";
export type { LedgerEntry, LedgerPort } from "./host/ledger.js";
export type { Memo } from "./memos/memo.js";
export { remembered } from "./memos/remembered.js";
export { leaderInTurn } from "./leader.js";
export { MessageWords } from "./message-words.js";
export { defineProtocol } from "./module.js";
export type { ProtocolDefinition, ProtocolModule } from "./module.js";
export type {
  NodeInfo,
  ObservedEvent,
  RunInfo,
  NetworkAssumption,
  OverdueMessage,
} from "./judging/observed-event.js";
export { canonicalText } from "../explore/canonical.js";
export type { ContentOf } from "../explore/canonical.js";
export { clone } from "../explore/clone.js";
export type { FutureBounds, StateComparison } from "./judging/state-comparison.js";
export { HELD, vacuous, violated } from "./judging/property.js";
export type { ObservedRun } from "./judging/observed-run.js";
export type {
  Committed,
  Cycle,
  EndingKind,
  Entered,
  Stuck,
  Handlers,
  Property,
  RunEnd,
  Verdict,
  Witness,
} from "./judging/property.js";
export { RemoteFailure } from "./host/remote.js";
export type { Remote, RemoteNode, RunStart, UpcomingEvent } from "./host/remote.js";
export { breachesOf, replaceRules } from "./rules.js";
export type { RuleBug } from "./rules.js";
export { StorageError } from "./protocol.js";
export type {
  AnyProtocol,
  Durability,
  Progress,
  Promises,
  Protocol,
  RecurrenceNames,
} from "./protocol.js";
export { step } from "./step.js";
export type { Step } from "./step.js";
export { leastHonestVotes, maxFaulty, quorumSize, validatorSet } from "./validators.js";
export type { ValidatorSet } from "./validators.js";
export { isListOf, isRecord, isRound, isText } from "./verification/shapes.js";
export type { Fields } from "./verification/shapes.js";
export {
  firstReason,
  isSigned,
  ownSignature,
  whyNoQuorum,
  whyUnsigned,
} from "./verification/signatures.js";
export type { Keys, SenderSignature } from "./verification/signatures.js";
export type { NameOf, Wording } from "./wording.js";
