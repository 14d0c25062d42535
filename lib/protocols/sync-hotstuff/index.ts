/**
 * The public exports of twins-bft/sync-hotstuff: Sync HotStuff, its rules and their bugs.
 *
 * @module twins-bft/sync-hotstuff
 */
export { syncHotstuff, syncHotstuffModule } from "./sync-hotstuff.js";
export { breaches, correctRules, rulesWith } from "./rules.js";
export type { BugName } from "./rules.js";
