/** The public exports of twins-bft/executor. */
export type { Case, ExecutorConfig, RunConfig } from "./config.js";
export { checkExpectation } from "./expectation.js";
export type { Expectation, ExpectationResult, Reason } from "./expectation.js";
export { readConfig } from "./read-config.js";
export { recordOf } from "./record.js";
export type { ScenarioRecord, ScenarioVerdict, WitnessRecord } from "./record.js";
export { runCase, runOptions } from "./run-case.js";
export type { CaseResult, ScenarioContext } from "./run-case.js";
export { runner } from "./run.js";
export type { NodeLedger, RunObserver, RunScenario, ScenarioResult } from "./run.js";
export { cryptoSuiteFactory } from "./crypto-suites.js";
export type { CryptoName } from "../lib/crypto/names.js";
export { Tally } from "./tally.js";
export type { Summary } from "./tally.js";
export { Transcript } from "./transcript.js";
export { DEFAULT_LIMITS } from "./world.js";
export type { RunnerOptions, RunOptions } from "./world.js";
