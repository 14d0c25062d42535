/**
 * The public exports of twins-bft/hotstuff: chained HotStuff, its rules and their bugs.
 *
 * @module twins-bft/hotstuff
 */
export { hotstuff, hotstuffModule } from "./hotstuff.js";
export { breaches, correctRules, rulesWith } from "./rules.js";
export type { BugName } from "./rules.js";
