/** Numbered spaces as what is run: from generator configs, and from headers of scenario files. */
import { moduleOf } from "../../io/protocols/choose.js";
import type { ChosenProtocol } from "../../io/protocols/choose.js";
import { DEFAULT_PROTOCOL, protocols } from "../../lib/registry.js";
import type { ScenarioFileHeader } from "../../lib/scenario/formats/file-header.js";
import type { Roster, Scenario, Stabilization } from "../../lib/scenario/model.js";
import { accepted, refused, valueOf } from "../../lib/scenario/input/problem.js";
import type { Read } from "../../lib/scenario/input/problem.js";
import { soundRoster } from "../../lib/scenario/roster-config.js";
import { stabilizationConflicts, stabilizationFrom } from "../../lib/scenario/run-config.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { problemsOf } from "../../lib/scenario/input/zod-problems.js";
import { readSpaceConfig, spaceConflicts } from "../../lib/space/config.js";
import type { SpaceConfig } from "../../lib/space/config.js";
import type { ScenarioChoice } from "../../lib/space/chosen-scenarios.js";
import {
  generatorConfig,
  mixConflicts,
  protocolConflicts,
  shardFrom,
} from "../../lib/space/generator-config.js";
import { readSpaceDescription } from "../../lib/space/identity.js";
import { scenarioNamed } from "../../lib/space/lookup.js";
import { WHOLE } from "../../lib/space/selection.js";
import { openSpace } from "../../lib/space/space.js";

/** A numbered space and the stabilisation of its scenarios. */
export interface SpaceDefinition {
  readonly space: SpaceConfig;
  readonly stabilization: Stabilization;
}

const GENERATOR_CONFIG = generatorConfig([...protocols.keys()]);

/** The part of a generator config that twins-exec uses: space, selection, protocol and bugs. */
export interface SpaceRun extends SpaceDefinition {
  readonly protocol: ChosenProtocol;
  readonly bugs: readonly string[];
  /** Which of the scenarios a sweep runs. */
  readonly choice: ScenarioChoice;
}

/**
 * Reads a generator config, all of it: what is written where is for twins-gen, but a key that
 * nobody knows may be one that was to count. It is of the protocol that it names, which must be
 * built in, unless another is given instead.
 */
export function readSpaceDefinition(
  document: Readonly<Record<string, unknown>>,
  instead?: ChosenProtocol,
): Read<SpaceRun> {
  const shape = GENERATOR_CONFIG.safeParse(document);
  const roster = soundRoster(document);
  const { stabilization, protocol: name = DEFAULT_PROTOCOL } = document;
  const protocol = instead ?? { protocol: typeof name === "string" ? name : "" };
  const module = moduleOf(protocol);
  const problems = [
    ...(shape.success ? [] : problemsOf(shape.error, document)),
    ...spaceConflicts(document),
    ...mixConflicts(document),
    ...(roster === undefined ? [] : stabilizationConflicts(stabilization, roster, "stabilization")),
    ...(module === undefined ? [] : protocolConflicts(document, module)),
  ];
  if (!shape.success || problems.length > 0) return refused(problems);
  const space = readSpaceConfig(document);
  if (!space.ok) return space;
  const { bugs = [], order, mix, symmetry, limit, offset, shard } = shape.data;
  return accepted({
    space: space.value,
    stabilization: stabilizationFrom(shape.data.stabilization),
    ...{ protocol, bugs },
    choice: {
      ...{ order, mix, symmetry, limit, offset: BigInt(offset) },
      shard: shard === undefined ? WHOLE : shardFrom(shard),
    },
  });
}

/** The scenario with this id or number. Throws {@link InputError} if there is none. */
export function scenarioOfSpace(config: SpaceConfig, id: string, file: string): Scenario {
  return valueOf(scenarioNamed(openSpace(config), id), file);
}

/** A scenario in one-line notation, which is also its id. */
export function scenarioOnLine(text: string, roster: Roster): Scenario {
  return { id: text, rounds: valueOf(scenarioReader(roster).rounds(text), "--scenario") };
}

/** The space that a scenario file declares, if it is there and valid. */
export function spaceOfFile({
  space,
  roster,
  semantics,
}: ScenarioFileHeader): SpaceConfig | undefined {
  if (space === undefined) return undefined;
  const read = readSpaceDescription(space, roster, semantics);
  return read.ok ? read.value : undefined;
}
