import { z } from "zod";
import type { ScenarioFileHeader } from "../lib/scenario/file-header.js";
import type { Roster, Scenario, Stabilization } from "../lib/scenario/model.js";
import { accepted, refused, valueOf } from "../lib/scenario/problem.js";
import type { Read } from "../lib/scenario/problem.js";
import {
  stabilizationConflicts,
  stabilizationFrom,
  STABILIZATION_FIELD,
} from "../lib/scenario/run-config.js";
import { scenarioReader } from "../lib/scenario/read-scenario.js";
import { problemsOf } from "../lib/scenario/zod-problems.js";
import { readSpaceConfig } from "../lib/space/config.js";
import type { SpaceConfig } from "../lib/space/config.js";
import { readSpaceDescription } from "../lib/space/identity.js";
import { scenarioNamed } from "../lib/space/lookup.js";
import { openSpace } from "../lib/space/space.js";

/** A numbered space, and what follows the scripted rounds of its scenarios. */
export interface NumberedSpace {
  readonly space: SpaceConfig;
  readonly stabilization: Stabilization;
}

const REST = z.object({ stabilization: STABILIZATION_FIELD.prefault({}) });

/** Reads of a generator config what its scenarios depend on; the rest is for twins-gen. */
export function readNumberedSpace(
  document: Readonly<Record<string, unknown>>,
): Read<NumberedSpace> {
  const space = readSpaceConfig(document);
  const rest = REST.safeParse(document);
  const problems = [
    ...(space.ok ? [] : space.problems),
    ...(rest.success ? [] : problemsOf(rest.error, document)),
    ...(space.ok
      ? stabilizationConflicts(document["stabilization"], space.value.roster, "stabilization")
      : []),
  ];
  if (!space.ok || !rest.success || problems.length > 0) return refused(problems);
  return accepted({
    space: space.value,
    stabilization: stabilizationFrom(rest.data.stabilization),
  });
}

/** The scenario of that id or number. Throws {@link InputError} if the space has none such. */
export function scenarioOfSpace(config: SpaceConfig, id: string, file: string): Scenario {
  return valueOf(scenarioNamed(openSpace(config), id), file);
}

/** A scenario written on one line, under which it is known, too. */
export function scenarioOnLine(text: string, roster: Roster): Scenario {
  return { id: text, rounds: valueOf(scenarioReader(roster).rounds(text), "--scenario") };
}

/** The space that a scenario file says its scenarios come from, if it says so and can be read. */
export function spaceOfFile({
  space,
  roster,
  semantics,
}: ScenarioFileHeader): SpaceConfig | undefined {
  if (space === undefined) return undefined;
  const read = readSpaceDescription(space, roster, semantics);
  return read.ok ? read.value : undefined;
}
