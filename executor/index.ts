/**
 * The public exports of twins-bft/executor: what twins-exec does, as functions. Runs scenarios and
 * cases, checks expectations, and adds results up.
 *
 * @module twins-bft/executor
 */
export type { Case, ExecutorConfig, RunConfig } from "./config/config.js";
export { checkExpectation } from "./config/expectation.js";
export type { Expectation, ExpectationResult, Reason } from "./config/expectation.js";
export { readConfig } from "./config/read-config.js";
export { recordOf } from "./results/record.js";
export type { ScenarioRecord, ScenarioVerdict, WitnessRecord } from "./results/record.js";
export { runCase, runOptions } from "./run/run-case.js";
export type { CaseOptions, CaseResult, ScenarioContext } from "./run/run-case.js";
export { runner } from "./run/run.js";
export type { NodeLedger, RunObserver, RunScenario, ScenarioResult } from "./run/run.js";
export { cryptoSuiteFactory } from "./config/crypto-suites.js";
export type { CryptoName } from "../lib/crypto/names.js";
export type { SpaceDefinition } from "./sources/space-source.js";
export { Tally } from "./results/tally.js";
export type { Families, Family } from "./results/families.js";
export type { FirstRounds } from "./results/first-rounds.js";
export type { Summary } from "./results/counts.js";
export { Transcript } from "./run/transcript.js";
export { DEFAULT_LIMITS } from "./run/world.js";
export type { RunnerOptions, RunOptions } from "./run/world.js";
