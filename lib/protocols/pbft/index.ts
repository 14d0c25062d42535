/**
 * The public exports of twins-bft/pbft: PBFT with view changes, its messages, its rules and their
 * bugs.
 *
 * @module twins-bft/pbft
 */
export { describe } from "./messages.js";
export type {
  Decided,
  Decision,
  Message,
  NewView,
  Phase,
  Prepared,
  PrePrepare,
  Request,
  RequestContent,
  SequenceNumber,
  Signed,
  SignedMessage,
  ViewChange,
} from "./messages.js";
export { pbft, pbftModule } from "./pbft.js";
export type { State } from "./replica.js";
export { breaches, correctRules, rulesWith } from "./rules.js";
export type { BugName, Rules } from "./rules.js";
