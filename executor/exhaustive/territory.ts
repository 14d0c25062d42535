import { portableSha256 } from "../../lib/crypto/sha256.js";
import type { Sha256 } from "../../lib/crypto/sha256.js";
import { PROPERTIES } from "../../lib/properties/all.js";
import type { Property } from "../../lib/properties/property.js";
import type { RoundConfiguration } from "../../lib/scenario/model.js";
import { InputError } from "../../lib/scenario/problem.js";
import type { Problem } from "../../lib/scenario/problem.js";
import type { Space } from "../../lib/space/space.js";
import { openSpace } from "../../lib/space/space.js";
import { DEFAULT_OPTIONS } from "../world.js";
import type { CompleteOptions, RunOptions } from "../world.js";

/** What is explored: every arrangement of round configurations. */
export interface Territory {
  readonly run: CompleteOptions;
  readonly configurations: readonly RoundConfiguration[];
  /** R. */
  readonly rounds: number;
  /** One configuration for all rounds, or any for each. */
  readonly isStatic: boolean;
  readonly properties: readonly Property<unknown>[];
  readonly sha256: Sha256;
}

const MOST_CONFIGURATIONS = 65_536n;

/** A whole space to explore. Throws {@link InputError} with all that is in the way. */
export function territoryOf(
  space: Space,
  options: RunOptions,
  sha256: Sha256 = portableSha256,
): Territory {
  const run = { ...DEFAULT_OPTIONS, ...options };
  const problems = obstacles(space, run);
  if (problems.length > 0) throw new InputError(problems);
  const { config, counts } = space;
  const single = openSpace({ ...config, rounds: 1, arrangement: "static" });
  const configurations = Array.from(
    { length: Number(counts.roundConfigurations) },
    (_, index) => single.scenario(BigInt(index)).rounds,
  ).flat();
  const isStatic = config.arrangement === "static";
  return { run, configurations, rounds: config.rounds, isStatic, properties: PROPERTIES, sha256 };
}

function obstacles({ config, counts }: Space, run: Territory["run"]): readonly Problem[] {
  const problems: Problem[] = [];
  if (run.protocol.exploration === undefined) {
    problems.push({ path: "", wrong: `cannot be explored with ${run.protocol.name}` });
  }
  if (config.arrangement === "without-replacement") {
    const allowed = "with-replacement or static: round by round, what is left would differ";
    problems.push({ path: "arrangement", wrong: "is without-replacement", allowed });
  }
  if (run.semantics.repeatedTimeouts !== "obey") {
    const wrong = "makes the network remember messages, so that equal states go different ways";
    problems.push({ path: "semantics.repeatedTimeouts", wrong, allowed: '"obey"' });
  }
  if (counts.roundConfigurations > MOST_CONFIGURATIONS) {
    const wrong = `leave ${counts.roundConfigurations} configurations for a round`;
    problems.push({ path: "partitions", wrong, allowed: `at most ${MOST_CONFIGURATIONS}` });
  }
  return problems;
}
