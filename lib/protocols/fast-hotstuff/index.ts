/**
 * The public exports of twins-bft/fast-hotstuff: Fast-HotStuff, its rules and their bugs.
 *
 * @module twins-bft/fast-hotstuff
 */
export { fastHotstuff, fastHotstuffModule } from "./fast-hotstuff.js";
export { breaches, correctRules, rulesWith } from "./rules.js";
export type { BugName } from "./rules.js";
