/** Runs one case: builds the options of the run, records the transcript, checks the expectation. */
import { invariant } from "../lib/protocol/assert.js";
import type { Round } from "../lib/protocol/ids.js";
import type { AnyProtocol } from "../lib/protocol/protocol.js";
import { protocols } from "../lib/registry.js";
import type { Roster, Semantics, Stabilization } from "../lib/scenario/model.js";
import type { Case, RunConfig } from "./config.js";
import { digestOf } from "./digest.js";
import { checkExpectation } from "./expectation.js";
import type { ExpectationResult } from "./expectation.js";
import { runner } from "./run.js";
import type { RunObserver, ScenarioResult } from "./run.js";
import { cryptoSuiteFactory } from "./crypto-suites.js";
import { Transcript } from "./transcript.js";
import type { RunOptions } from "./world.js";

/** The context of a scenario: its roster, its semantics and the rounds that follow. */
export interface ScenarioContext {
  readonly roster: Roster;
  readonly semantics: Semantics;
  readonly stabilization: Stabilization;
  readonly stableFrom?: Round | undefined;
}

/** The result of a case, and whether it meets the expectation. */
export interface CaseResult {
  readonly case: Case;
  readonly result: ScenarioResult;
  readonly transcript: readonly string[];
  /** The digest of the transcript. */
  readonly digest: string;
  readonly expectationResult: ExpectationResult;
}

/** The protocol that a config names, with the bugs that it injects. */
export function protocolOf({ protocol, bugs }: Pick<RunConfig, "protocol" | "bugs">): AnyProtocol {
  const entry = protocols.get(protocol);
  invariant(entry !== undefined, "a config names a known protocol", { protocol });
  return entry.create(bugs);
}

/** The options of a run, from its config. */
export function runOptions(run: RunConfig, context: ScenarioContext): RunOptions {
  const { roster, semantics, stabilization, stableFrom } = context;
  const { delta, delay, limits } = run;
  const protocol = protocolOf(run);
  const suite = cryptoSuiteFactory(run.crypto);
  const options = { protocol, roster, semantics, stabilization, delta, delay, limits, suite };
  return stableFrom === undefined ? options : { ...options, stableFrom };
}

/**
 * Runs one case of a config and compares the result with its expectation. The optional observer
 * receives every event.
 */
export function runCase(run: RunConfig, each: Case, observer?: RunObserver): CaseResult {
  const bugs = [...new Set([...run.bugs, ...each.bugs])];
  const lines: string[] = [];
  const options = runOptions({ ...run, bugs }, each);
  const transcript = new Transcript(options.protocol.wording, (line) => lines.push(line));
  const result = runner(options)(each.scenario, (entry, facts) => {
    transcript.note(entry, facts);
    observer?.(entry, facts);
  });
  transcript.end();
  return {
    case: each,
    result,
    transcript: lines,
    digest: digestOf(lines),
    expectationResult: checkExpectation(each.expectation, result),
  };
}
