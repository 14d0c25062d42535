/**
 * The public exports of twins-bft/sync-hotstuff: Sync HotStuff, its messages, its rules and their
 * bugs.
 *
 * @module twins-bft/sync-hotstuff
 */
export type {
  Blame,
  Block,
  BlockCertificate,
  BlockContent,
  Message,
  NewView,
  Offer,
  Proposal,
  Quit,
  Status,
  Vote,
} from "./messages.js";
export type { State } from "./replica.js";
export { breaches, correctRules, rulesWith } from "./rules.js";
export type { Ballot, BugName, Rules } from "./rules.js";
export { syncHotstuff, syncHotstuffModule } from "./sync-hotstuff.js";
