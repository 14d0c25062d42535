/**
 * The public exports of twins-bft/testing: laws that every protocol obeys, and arbitraries.
 *
 * @module twins-bft/testing
 */
export { eventSequences, partitions, smallScenarios } from "./arbitraries.js";
export type { PlannedEvent } from "./arbitraries.js";
export { BrokenLaw, laws } from "./laws.js";
export type { Law } from "./laws.js";
export type { SmallRound, SmallScenario } from "./small-world.js";
