/**
 * The public exports of twins-bft/diembft: DiemBFT v4 as a library. Its blocks, certificates,
 * messages, state and rules, and the bugs that can be injected. Sections are those of the paper.
 *
 * @module twins-bft/diembft
 */
export { Block, CommittedBlock } from "./block.js";
export type { BlockContent } from "./block.js";
export type { Bug } from "./bug.js";
export { bugs, isBugName, rulesWith } from "./bugs.js";
export type { BugName } from "./bugs.js";
export { LedgerCommitInfo, QC, Signed, TC, VoteInfo } from "./certificates.js";
export type { BlockRef } from "./certificates.js";
export type { Decision } from "./decision.js";
export type { Digester } from "./digests.js";
export { genesis } from "./genesis.js";
export type { Genesis } from "./genesis.js";
export {
  ProposalMsg,
  SyncRequest,
  SyncResponse,
  TimeoutInfo,
  TimeoutMsg,
  VoteMsg,
} from "./messages.js";
export type { DiemMessage } from "./messages.js";
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
export { verifyMessage } from "./verify.js";
export type { Verified } from "./verify.js";
export type { Refusal, VerificationContext } from "./verify-certificates.js";
