/**
 * The public exports of twins-bft/streamlet: Streamlet, its messages, its rules and their bugs.
 *
 * @module twins-bft/streamlet
 */
export { describe } from "./messages.js";
export type { Block, Chain, Echo, Message, Proposal, Vote, VotedBlock } from "./messages.js";
export { breaches, correctRules, rulesWith } from "./rules.js";
export type { BugName, Epochs, Rules } from "./rules.js";
export { streamlet, streamletModule } from "./streamlet.js";
export type { State } from "./streamlet.js";
