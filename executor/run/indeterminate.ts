/** Looks for a scenario of a space in which the protocol answers differently when run again. */
import { openSpace } from "../../lib/space/space.js";
import type { RunConfig } from "../config/config.js";
import type { SpaceDefinition } from "../sources/space-source.js";
import { runOptions } from "./run-case.js";
import { runner } from "./run.js";
import { isIndeterminate, runTwice } from "./run-twice.js";

/**
 * Runs so many scenarios twice, spread evenly over the space, and returns the id of the first in
 * which an answer differs. At most each once.
 */
export function firstIndeterminate(
  run: RunConfig,
  { space: config, stabilization }: SpaceDefinition,
  most: number,
): string | undefined {
  if (most === 0) return undefined;
  const space = openSpace(config);
  const { scenarios } = space.counts;
  const count = scenarios < BigInt(most) ? scenarios : BigInt(most);
  const { roster, semantics } = config;
  const twice = runTwice(runner(runOptions(run, { roster, semantics, stabilization })));
  for (let index = 0n; index < count; index++) {
    const scenario = space.scenario((index * scenarios) / count);
    if (isIndeterminate(twice(scenario))) return scenario.id;
  }
  return undefined;
}
