/**
 * The public exports of twins-bft/diembft: DiemBFT v4 as a library. Its blocks, certificates,
 * messages, state and rules, and the bugs that can be injected. Sections are those of the paper.
 *
 * @module twins-bft/diembft
 */
export { Block, CommittedBlock } from "./messages/block.js";
export type { BlockContent } from "./messages/block.js";
export type { Bug } from "./bugs/bug.js";
export { bugs, isBugName, rulesWith } from "./bugs/bugs.js";
export type { BugName } from "./bugs/bugs.js";
export { LedgerCommitInfo, QC, Signed, TC, VoteInfo } from "./messages/certificates.js";
export type { BlockRef } from "./messages/certificates.js";
export type { Decision } from "./decision.js";
export type { LastTimeout } from "./last-timeout.js";
export type { Digester } from "./messages/digests.js";
export { genesis } from "./messages/genesis.js";
export type { Genesis } from "./messages/genesis.js";
export {
  ProposalMsg,
  SyncRequest,
  SyncResponse,
  TimeoutInfo,
  TimeoutMsg,
  VoteMsg,
} from "./messages/messages.js";
export type { DiemMessage } from "./messages/messages.js";
export { diembft } from "./protocol.js";
export type { DiemProtocol } from "./protocol.js";
export { correctRules } from "./rules.js";
export type { KnownBlocks, Rules } from "./rules.js";
export type { RoundClaim } from "./safety-rules.js";
export type {
  BlockTreeState,
  DiemState,
  LeaderElectionState,
  LedgerState,
  MainState,
  MempoolState,
  PacemakerState,
  SafetyState,
  ServedRequests,
  SyncState,
  TimeoutSet,
  VoteSet,
  WantedBlock,
} from "./state.js";
export { verifyMessage } from "./messages/verify.js";
export type { Verified } from "./messages/verify.js";
export type {
  CertificateRules,
  Refusal,
  VerificationContext,
} from "./messages/verify-certificates.js";
