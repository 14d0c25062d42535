/**
 * The public exports of twins-bft/tendermint: Tendermint, its messages, its rules and their bugs.
 *
 * @module twins-bft/tendermint
 */
export { describe } from "./messages.js";
export type {
  Decision,
  Message,
  Proposal,
  Relay,
  Signed,
  Value,
  ValueContent,
  Vote,
} from "./messages.js";
export type { State } from "./process.js";
export { breaches, correctRules, rulesWith } from "./rules.js";
export type { BugName, Lock, Offer, Rules } from "./rules.js";
export { tendermint, tendermintModule } from "./tendermint.js";
