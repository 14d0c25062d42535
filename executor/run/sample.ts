/** Runs some scenarios of a space singly, to learn about the protocol. */
import { NO_ROUNDS } from "../../lib/simulation/world.js";
import { openSpace } from "../../lib/space/space.js";
import type { RunConfig } from "../config/config.js";
import { recordOf } from "../results/record.js";
import type { SpaceDefinition } from "../sources/space-source.js";
import { runOptions } from "./run-case.js";
import { runner } from "./run.js";
import type { RunScenario, ScenarioResult } from "./run.js";
import { isIndeterminate, runTwice } from "./run-twice.js";

/** The results of at most so many scenarios, spread evenly over the space, one by one. */
function* resultsOf(
  run: RunConfig,
  { space: config, stabilization }: SpaceDefinition,
  most: number,
  how: (run: RunScenario) => RunScenario,
): Generator<ScenarioResult> {
  const space = openSpace(config);
  const { scenarios } = space.counts;
  const count = scenarios < BigInt(most) ? scenarios : BigInt(most);
  const { roster, semantics } = config;
  const perform = how(runner(runOptions(run, { roster, semantics, stabilization })));
  for (let index = 0n; index < count; index++) {
    yield perform(space.scenario((index * scenarios) / count));
  }
}

/** The id of the first of so many scenarios in which an answer differs when it is run again. */
export function firstIndeterminate(
  run: RunConfig,
  space: SpaceDefinition,
  most: number,
): string | undefined {
  for (const result of resultsOf(run, space, most, runTwice)) {
    if (isIndeterminate(result)) return result.id;
  }
  return undefined;
}

/** So many scenarios show whether a protocol reports its rounds. */
const ENOUGH = 5;

/** What makes the counts of a space mean less than they seem to. */
export function spaceWarnings(run: RunConfig, space: SpaceDefinition): readonly string[] {
  for (const result of resultsOf(run, space, ENOUGH, (once) => once)) {
    if (recordOf(result).withoutRounds === true) return [`${run.protocol}: ${NO_ROUNDS}`];
  }
  return [];
}
