/** The public exports of the DiemBFT protocol. */
export { Block, CommittedBlock } from "./block.js";
export type { Bug } from "./bug.js";
export { bugs, isBugName, rulesWith } from "./bugs.js";
export type { BugName } from "./bugs.js";
export { LedgerCommitInfo, QC, Signed, TC, VoteInfo } from "./certificates.js";
export type { BlockRef } from "./certificates.js";
export type { Decision } from "./decision.js";
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
export { correctRules } from "./rules.js";
export type { Rules } from "./rules.js";
export type { DiemState } from "./state.js";
export { verifyMessage } from "./verify.js";
export type { Verified } from "./verify.js";
export type { Refusal } from "./verify-certificates.js";
