/**
 * The public exports of twins-bft/simplex: Simplex, its rules and their bugs.
 *
 * @module twins-bft/simplex
 */
export { simplex, simplexModule } from "./simplex.js";
export { breaches, correctRules, rulesWith } from "./rules.js";
export type { BugName } from "./rules.js";
