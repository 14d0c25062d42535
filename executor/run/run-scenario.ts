/**
 * Runs the scenarios of a file into records, with transcript digests of failures and of a sample.
 */
import type { Wording } from "../../lib/protocol/wording.js";
import type { Scenario } from "../../lib/scenario/model.js";
import type { RunConfig } from "../config/config.js";
import { LineDigest } from "./digest.js";
import { recordOf } from "../results/record.js";
import type { ScenarioRecord } from "../results/record.js";
import { runOptions } from "./run-case.js";
import type { ScenarioContext } from "./run-case.js";
import { runner } from "./run.js";
import { sharingRunner } from "./sharing/sharing-runner.js";
import type { RunScenario } from "./run.js";
import { runTwice } from "./run-twice.js";
import { Transcript } from "./transcript.js";

/** Which scenarios get a digest of their transcript: none, all, or failures and a sample. */
export type Digests = "none" | "some" | "all";

/** The sample has one of this many scenarios. */
const SAMPLED = 1000;

/**
 * Prepares to run many scenarios of one file: gives the record of each
 * by its place in the file, from 0. A transcript costs about as
 * much again as a run, so a failure's is made by running it a second time. The first `verified`
 * scenarios are run twice to see that the protocol answers alike ({@link runTwice}).
 */
export function scenarioRunner(
  config: RunConfig,
  context: ScenarioContext,
  digests: Digests,
  verified = 0,
): (scenario: Scenario, index: number) => ScenarioRecord {
  const options = runOptions(config, context);
  const once = runner(options);
  const twice = runTwice(once);
  const recordFor = sharingRunner(options, recordOf);
  const { wording } = options.protocol;
  return (scenario, index) => {
    const run = index < verified ? twice : once;
    const isSampled = digests === "all" || (digests === "some" && index % SAMPLED === 0);
    if (isSampled) return withDigest(run, scenario, wording);
    const record =
      index < verified ? recordOf(twice(scenario)) : { ...recordFor(scenario), id: scenario.id };
    const failed = record.verdict === "violated" || record.verdict === "crashed";
    return failed && digests === "some" ? withDigest(run, scenario, wording) : record;
  };
}

function withDigest(
  run: RunScenario,
  scenario: Scenario,
  wording: Wording<object> | undefined,
): ScenarioRecord {
  const digest = new LineDigest();
  const transcript = new Transcript(wording, (line) => {
    digest.add(line);
  });
  const result = run(scenario, (entry, facts) => {
    transcript.note(entry, facts);
  });
  transcript.end();
  return { ...recordOf(result), digest: digest.hex() };
}
