/**
 * The public exports of twins-bft/testing: laws that every protocol obeys, and arbitraries.
 *
 * @module twins-bft/testing
 */
export { eventSequences, partitions, smallScenarios } from "./arbitraries.js";
export type { PlannedEvent } from "./arbitraries.js";
export { bugsAreFound, findBugs } from "./bugs.js";
export type { BugResult, ModuleLaw } from "./bugs.js";
export { BrokenLaw } from "./law.js";
export type { Law } from "./law.js";
export { laws, lawsFor } from "./laws.js";
export type { SmallRound, SmallScenario } from "./small-world.js";
