import { scenarioEncoder } from "../lib/scenario/encode.js";
import type { ScenarioEncoder } from "../lib/scenario/encode.js";
import type { Scenario } from "../lib/scenario/model.js";
import { describeSpace } from "../lib/space/identity.js";
import { openSpace } from "../lib/space/space.js";
import type { Space } from "../lib/space/space.js";
import type { GeneratorConfig } from "./config.js";
import { selectScenarios } from "./selection.js";
import type { Selection } from "./selection.js";

/** What a config asks for, counted, and not yet made. */
export interface Generation {
  readonly config: GeneratorConfig;
  readonly space: Space;
  /** Which scenarios there will be. */
  readonly selection: Selection;
  /** Makes the scenarios one by one, from the first on. */
  scenarios(): Generator<Scenario>;
  /** How the file is written. */
  encoder(): ScenarioEncoder;
}

/** Throws {@link InputError} if the config leaves nothing to choose. */
export function planGeneration(config: GeneratorConfig): Generation {
  const space = openSpace(config.space);
  const { seed } = config.space;
  const selection = selectScenarios(space.counts.scenarios, { ...config, seed });
  return {
    config,
    space,
    selection,
    *scenarios() {
      for (let place = 0n; place < selection.count; place += 1n) {
        yield space.scenario(selection.at(place));
      }
    },
    encoder: () =>
      scenarioEncoder(config.format, {
        roster: config.space.roster,
        space: describeSpace(config.space),
        semantics: config.space.semantics,
        stabilization: config.stabilization,
      }),
  };
}
