/** What an exploration covers: a whole space, a protocol, and what is judged. */
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import type { Sha256 } from "../../lib/crypto/sha256.js";
import { invariant } from "../../lib/protocol/assert.js";
import { propertiesOf, selectableOf } from "../../lib/properties/all.js";
import type { AnyProperty } from "../../lib/properties/all.js";
import type { RoundConfiguration } from "../../lib/scenario/model.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import type { Problem } from "../../lib/scenario/input/problem.js";
import type { Space } from "../../lib/space/space.js";
import { openSpace } from "../../lib/space/space.js";
import { reductionsOf, unknownReductions } from "./state/reductions.js";
import type { ActiveReductions } from "./state/reductions.js";
import type { RunConfig } from "../config/config.js";
import { runOptions } from "../run/run-case.js";
import type { SpaceDefinition } from "../sources/space-source.js";
import { DEFAULT_OPTIONS } from "../run/world.js";
import type { CompleteOptions, RunOptions } from "../run/world.js";

/** What an exploration covers, as plain data that can be sent to a worker. */
export interface ExplorationJob {
  readonly definition: SpaceDefinition;
  readonly run: RunConfig;
  /** The properties that are judged, in the order of reports. */
  readonly properties: readonly string[];
  /** Number of witnesses of each failure. */
  readonly examples: number;
  /** The names of the reductions that are switched off. */
  readonly without?: readonly string[];
}

/** A whole space with everything that its exploration needs. */
export interface SearchSpace extends ActiveReductions {
  readonly space: Space;
  readonly run: CompleteOptions;
  readonly configurations: readonly RoundConfiguration[];
  /** R. */
  readonly rounds: number;
  /** One configuration for all rounds, or any for each. */
  readonly isStatic: boolean;
  readonly properties: readonly AnyProperty[];
  readonly sha256: Sha256;
  /**
   * The number of the scenario with these configurations; in a static arrangement, with this one.
   */
  numberOf(chosen: readonly number[]): bigint;
}

/** Most configurations of a round. */
export const MOST_CONFIGURATIONS = 65_536n;

/** The search space of a job. Throws {@link InputError} with everything that is unsupported. */
export function searchSpaceOf(job: ExplorationJob, sha256: Sha256): SearchSpace {
  const { definition, run: config, properties, without } = job;
  const { roster, semantics } = definition.space;
  const { stabilization } = definition;
  const options = runOptions(config, { roster, semantics, stabilization });
  const judged = selectableOf(options.protocol).filter(({ name }) => properties.includes(name));
  return searchSpaceInSpace(openSpace(definition.space), options, sha256, {
    properties: judged,
    without,
  });
}

/** What is judged, and how. */
export interface JudgingOptions {
  readonly properties?: readonly AnyProperty[];
  readonly without?: readonly string[] | undefined;
}

/** The same for an opened space. */
export function searchSpaceInSpace(
  space: Space,
  options: RunOptions,
  sha256: Sha256,
  { properties = propertiesOf(options.protocol), without = [] }: JudgingOptions = {},
): SearchSpace {
  const run = { ...DEFAULT_OPTIONS, ...options };
  const problems = [...unsupported(space, run), ...unknownReductions(run.protocol, without)];
  if (problems.length > 0) throw new InputError(problems);
  const { config, counts } = space;
  const configurations = Array.from({ length: Number(counts.roundConfigurations) }, (_, index) =>
    space.configurations.unrank(BigInt(index)),
  );
  const isStatic = config.arrangement === "static";
  const { rounds } = config;
  return {
    ...{ space, run, configurations, rounds, isStatic, properties, sha256 },
    ...reductionsOf(run.protocol, without),
    numberOf(chosen) {
      const sequence = Array.from({ length: rounds }, (_, index) => chosen[isStatic ? 0 : index]);
      const number = space.sequences.rank(sequence.map((each) => BigInt(each ?? 0)));
      invariant(number !== undefined, "what was chosen is a scenario of the space");
      return number;
    },
  };
}

const ONLY_LINKS = "partitions, drops, phases, hears, and exceptions that drop";

/** States in another process cannot be compared. */
function remoteProblems({ remote, name }: AnyProtocol): readonly Problem[] {
  if (remote === undefined) return [];
  const wrong = `is ${name}, whose states are in another process: none is compared`;
  const allowed = "a protocol in this process, or scenarios one by one, without --exhaustive";
  return [{ path: "protocol", wrong, allowed }];
}

function unsupported({ config, counts }: Space, run: SearchSpace["run"]): readonly Problem[] {
  const problems: Problem[] = [...remoteProblems(run.protocol)];
  if (config.arrangement === "without-replacement") {
    const allowed = "with-replacement or static: round by round, what is left would differ";
    problems.push({ path: "arrangement", wrong: "is without-replacement", allowed });
  }
  if (config.requireProgress) {
    const allowed = "false: round by round, what may follow would differ";
    problems.push({ path: "requireProgress", wrong: "is true", allowed });
  }
  if (run.semantics.repeatedTimeouts !== "obey") {
    const wrong = "makes the network remember messages, so that equal states go different ways";
    problems.push({ path: "semantics.repeatedTimeouts", wrong, allowed: '"obey"' });
  }
  for (const key of ["delays", "restarts", "orders"] as const) {
    if (config[key] === undefined) continue;
    problems.push({ path: key, wrong: "is more than who receives what", allowed: ONLY_LINKS });
  }
  if (config.exceptions?.effects.every((effect) => effect === "drop") === false) {
    const wrong = "hold or delay messages, so that more than who receives what is chosen";
    problems.push({ path: "exceptions.effects", wrong, allowed: '["drop"]' });
  }
  if ((run.semantics.relay ?? "nothing") !== "nothing") {
    const wrong = "makes what is relayed depend on all that was received before";
    problems.push({ path: "semantics.relay", wrong, allowed: '"nothing"' });
  }
  if (run.semantics.suffix !== undefined) {
    const wrong = "makes one choice of a configuration serve rounds far apart";
    problems.push({ path: "semantics.suffix", wrong, allowed: "no suffix" });
  }
  if (counts.roundConfigurations > MOST_CONFIGURATIONS) {
    const wrong = `leave ${counts.roundConfigurations} configurations for a round`;
    problems.push({ path: "partitions", wrong, allowed: `at most ${MOST_CONFIGURATIONS}` });
  }
  return problems;
}
