import { invariant } from "../lib/protocol/assert.js";
import type { Round } from "../lib/protocol/ids.js";
import type { AnyProtocol } from "../lib/protocol/protocol.js";
import { protocols } from "../lib/registry.js";
import type { Roster, Semantics, Stabilization } from "../lib/scenario/model.js";
import type { Case, RunConfig } from "./config.js";
import { digestOf } from "./digest.js";
import { fulfilment } from "./expectation.js";
import type { Fulfilment } from "./expectation.js";
import { runner } from "./run.js";
import type { Observer, ScenarioResult } from "./run.js";
import { suitesOf } from "./suites.js";
import { Transcript } from "./transcript.js";
import type { RunOptions } from "./world.js";

/** What surrounds a scenario: who takes part, by which rules, and what follows. */
export interface Surroundings {
  readonly roster: Roster;
  readonly semantics: Semantics;
  readonly stabilization: Stabilization;
  readonly stableFrom?: Round | undefined;
}

/** What became of a case, and whether it was meant to. */
export interface CaseResult {
  readonly case: Case;
  readonly result: ScenarioResult;
  readonly transcript: readonly string[];
  /** Of the transcript. */
  readonly digest: string;
  readonly fulfilment: Fulfilment;
}

/** The protocol that a config names, with the bugs that it injects. */
export function protocolOf({ protocol, bugs }: Pick<RunConfig, "protocol" | "bugs">): AnyProtocol {
  const entry = protocols.get(protocol);
  invariant(entry !== undefined, "a config names a known protocol", { protocol });
  return entry.create(bugs);
}

/** The options of a run, from what its config says. */
export function runOptions(run: RunConfig, around: Surroundings): RunOptions {
  const { roster, semantics, stabilization, stableFrom } = around;
  const { delta, delay, limits } = run;
  const protocol = protocolOf(run);
  const suite = suitesOf(run.crypto);
  const options = { protocol, roster, semantics, stabilization, delta, delay, limits, suite };
  return stableFrom === undefined ? options : { ...options, stableFrom };
}

/**
 * Runs one case of a config and holds the result against its expectation. The observer, if there is
 * one, is told of everything that happens.
 */
export function runCase(run: RunConfig, each: Case, observer?: Observer): CaseResult {
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
    fulfilment: fulfilment(each.expectation, result),
  };
}
