/**
 * The public exports of twins-bft/fab: FaB Paxos, its rules and their bugs.
 *
 * @module twins-bft/fab
 */
export { fab, fabModule } from "./fab.js";
export { breaches, correctRules, rulesWith } from "./rules.js";
export type { BugName } from "./rules.js";
