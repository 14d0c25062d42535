/** Plans a generation: the space, selection and encoder of a config, before writing. */
import { counted } from "../io/terminal/text.js";
import { scenarioEncoder } from "../lib/scenario/formats/encode.js";
import type { ScenarioEncoder } from "../lib/scenario/formats/encoder.js";
import type { Scenario } from "../lib/scenario/model.js";
import { InputError } from "../lib/scenario/input/problem.js";
import { describeSpace } from "../lib/space/identity.js";
import { chosenScenarios } from "../lib/space/chosen-scenarios.js";
import type { Chosen } from "../lib/space/chosen-scenarios.js";
import { versionOfSpace } from "../lib/space/parts/parts-config.js";
import type { Selection } from "../lib/space/selection.js";
import type { Space } from "../lib/space/space.js";
import type { Symmetry } from "../lib/space/symmetry/symmetry.js";
import type { GeneratorConfig } from "./config.js";

/** A planned generation: counted, nothing written yet. */
export interface Generation {
  readonly config: GeneratorConfig;
  readonly space: Space;
  /** Which scenarios there will be; with symmetry, which classes. */
  readonly selection: Selection;
  /** The classes of equivalent scenarios, if there is to be one scenario of each. */
  readonly symmetry: Symmetry | undefined;
  /** Makes the scenarios one by one, from the first on. */
  scenarios(): Generator<Scenario>;
  /** The scenarios, each with the size of its class. */
  chosen(): Generator<Chosen>;
  /** How the file is written. */
  encoder(): ScenarioEncoder;
}

/**
 * Counts what a config asks for, and makes nothing yet.
 * @throws {InputError} when there is nothing to choose, when the shard has none of it, or when
 * there are no classes to be had.
 */
export function planGeneration(config: GeneratorConfig): Generation {
  const { space, selection, symmetry, at } = chosenScenarios(config.space, config);
  if (selection.count === 0n) throw emptyShard(config, selection.next);
  function* chosen(): Generator<Chosen> {
    for (let place = 0n; place < selection.count; place += 1n) yield at(place);
  }
  return {
    ...{ config, space, selection, symmetry, chosen },
    *scenarios() {
      for (const { scenario } of chosen()) yield scenario;
    },
    encoder: () =>
      scenarioEncoder(config.format, {
        roster: config.space.roster,
        space: describeSpace(config.space),
        semantics: config.space.semantics,
        stabilization: config.stabilization,
        ...versionOfSpace(config.space),
        ...(selection.count > BigInt(Number.MAX_SAFE_INTEGER)
          ? {}
          : { count: Number(selection.count) }),
      }),
  };
}

/** Work that is split among more shards than it has scenarios, most likely by mistake. */
function emptyShard({ shard, offset }: GeneratorConfig, next: bigint): InputError {
  const shared = next - offset;
  const wrong = `is ${shard.part}/${shard.of}, which has none of ${counted(shared, "scenario")}`;
  return new InputError([{ path: "shard", wrong, allowed: `at most ${shared} shards` }]);
}
