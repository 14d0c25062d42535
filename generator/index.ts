/**
 * The public exports of twins-bft/generator: what twins-gen does, as functions. Reads a config and
 * selects the scenarios that are written.
 *
 * @module twins-bft/generator
 */
export { readGeneratorConfig } from "./config.js";
export type { GeneratorConfig } from "./config.js";
export { planGeneration } from "./generation.js";
export type { Generation } from "./generation.js";
export type { Chosen } from "../lib/space/chosen-scenarios.js";
export { selectScenarios } from "../lib/space/selection.js";
export type { Shard } from "../lib/space/generator-config.js";
export type { Order, Selection, SelectionChoice } from "../lib/space/selection.js";
