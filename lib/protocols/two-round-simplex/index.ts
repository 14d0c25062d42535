/**
 * The public exports of twins-bft/two-round-simplex: two-round Simplex, its rules and their bugs.
 *
 * @module twins-bft/two-round-simplex
 */
export { twoRoundSimplex, twoRoundSimplexModule } from "./two-round-simplex.js";
export { breaches, correctRules, rulesWith } from "./rules.js";
export type { BugName } from "./rules.js";
