/**
 * The public exports of twins-bft/scenario: rosters, rounds, partitions and drops, and how
 * scenarios are read and written in every file format.
 *
 * @module twins-bft/scenario
 */
export { scenarioDecoder } from "./formats/decode.js";
export type { ScenarioDecoder } from "./formats/decode.js";
export type { Decoded } from "./formats/decoded.js";
export { inexpressible, SCENARIO_FORMATS, scenarioEncoder } from "./formats/encode.js";
export type { ScenarioFormat } from "./formats/encode.js";
export type { ScenarioEncoder } from "./formats/encoder.js";
export type { ScenarioFileHeader } from "./formats/file-header.js";
export { parseJson } from "./input/json-text.js";
export { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "./model.js";
export type {
  Drop,
  ExceptionEffect,
  HearSet,
  LinkException,
  PhasePartition,
  Restart,
  Roster,
  RoundConfiguration,
  Scenario,
  Semantics,
  Stabilization,
} from "./model.js";
export { isNotation, notationOf } from "./notation.js";
export { describeProblem, InputError } from "./input/problem.js";
export type { Problem, Read } from "./input/problem.js";
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
