/**
 * The public exports of twins-bft/zyzzyva: Zyzzyva, its rules and their bugs.
 *
 * @module twins-bft/zyzzyva
 */
export { zyzzyva, zyzzyvaModule } from "./zyzzyva.js";
export { breaches, correctRules, rulesWith } from "./rules.js";
export type { BugName } from "./rules.js";
