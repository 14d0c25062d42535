/** Runs one case: builds the options of the run, records the transcript, checks the expectation. */
import { moduleOf, runsInProgram } from "../../io/protocols/choose.js";
import type { ChosenProtocol } from "../../io/protocols/choose.js";
import type { AnyProperty } from "../../lib/properties/all.js";
import { invariant } from "../../lib/protocol/assert.js";
import type { Round } from "../../lib/protocol/ids.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import type { Roster, Semantics, Stabilization } from "../../lib/scenario/model.js";
import type { Case, RunConfig } from "../config/config.js";
import { digestOf } from "./digest.js";
import { checkExpectation, expectationAmong } from "../config/expectation.js";
import type { ExpectationResult } from "../config/expectation.js";
import { selectedProperties } from "../config/property-selection.js";
import { runner } from "./run.js";
import { runTwice } from "./run-twice.js";
import type { RunObserver, ScenarioResult } from "./run.js";
import { cryptoSuiteFactory } from "../config/crypto-suites.js";
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

/** How a case is run. */
export interface CaseOptions {
  /** Told of everything that happens. */
  readonly observer?: RunObserver;
  /** Whether it is run twice to see that the protocol answers alike (runTwice). */
  readonly isVerified?: boolean;
  /** The protocol that is run in place of its own one: the same, watched. */
  readonly watched?: (protocol: AnyProtocol) => AnyProtocol;
}

/** The protocol that a config names, with the bugs that it injects. */
export function protocolOf(run: ChosenProtocol & Pick<RunConfig, "bugs">): AnyProtocol {
  const module = moduleOf(run);
  invariant(module !== undefined, "a config names a known protocol", { protocol: run.protocol });
  return module.create(run.bugs);
}

/** What is judged of a run, in the order of reports. */
export const judgedIn = (run: RunConfig, protocol = protocolOf(run)): readonly AnyProperty[] =>
  selectedProperties(protocol, run.properties);

/** The options of a run, from what its config says. */
export function runOptions(run: RunConfig, context: ScenarioContext): RunOptions {
  const { roster, semantics, stabilization, stableFrom } = context;
  const { delta, delay, limits } = run;
  const protocol = protocolOf(run);
  const suite = cryptoSuiteFactory(run.crypto);
  const properties = judgedIn(run, protocol);
  const options = {
    protocol,
    properties,
    roster,
    semantics,
    stabilization,
    delta,
    delay,
    limits,
    suite,
    freezeMessages: run.loaded !== undefined && !runsInProgram(run),
  };
  return stableFrom === undefined ? options : { ...options, stableFrom };
}

/**
 * Runs one case of a config and holds the result against its expectation, as far as that is about
 * what is judged.
 */
export function runCase(
  run: RunConfig,
  each: Case,
  { observer, isVerified = false, watched = (protocol) => protocol }: CaseOptions = {},
): CaseResult {
  const bugs = [...new Set([...run.bugs, ...each.bugs])];
  const lines: string[] = [];
  const options = runOptions({ ...run, bugs }, each);
  const transcript = new Transcript(options.protocol.wording, (line) => lines.push(line));
  const once = runner({ ...options, protocol: watched(options.protocol) });
  const result = (isVerified ? runTwice(once) : once)(each.scenario, (entry, facts) => {
    transcript.note(entry, facts);
    observer?.(entry, facts);
  });
  transcript.end();
  const expectation =
    run.properties === undefined
      ? each.expectation
      : expectationAmong(each.expectation, result.properties);
  return {
    case: { ...each, expectation },
    result,
    transcript: lines,
    digest: digestOf(lines),
    expectationResult: checkExpectation(expectation, result),
  };
}
