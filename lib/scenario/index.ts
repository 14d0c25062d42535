/**
 * The public exports of twins-bft/scenario: rosters, rounds, partitions and drops, and how
 * scenarios are read and written in every file format.
 *
 * @module twins-bft/scenario
 */
export { scenarioDecoder } from "./decode.js";
export type { ScenarioDecoder } from "./decode.js";
export type { Decoded } from "./decoded.js";
export { inexpressible, SCENARIO_FORMATS, scenarioEncoder } from "./encode.js";
export type { ScenarioFormat } from "./encode.js";
export type { ScenarioEncoder } from "./encoder.js";
export type { ScenarioFileHeader } from "./file-header.js";
export { parseJson } from "./json-text.js";
export { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "./model.js";
export type {
  Drop,
  Roster,
  RoundConfiguration,
  Scenario,
  Semantics,
  Stabilization,
} from "./model.js";
export { isNotation, notationOf } from "./notation.js";
export { describeProblem, InputError } from "./problem.js";
export type { Problem, Read } from "./problem.js";
export { scenarioReader } from "./read-scenario.js";
export type { ScenarioReader } from "./read-scenario.js";
export {
  honestReplicas,
  originalOf,
  replicaNames,
  rosterNodes,
  rosterOf,
  rosterQuorum,
  twinOf,
} from "./roster.js";
export type { RosterNode } from "./roster.js";
export { scenarioTable } from "./table.js";
export { stabilizationLeader, stabilizationRounds } from "./stabilization.js";
