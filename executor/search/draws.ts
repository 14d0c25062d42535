/** Scenarios of a space, one after the other, for searches. */
import type { Scenario } from "../../lib/scenario/model.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import { chosenScenarios } from "../../lib/space/chosen-scenarios.js";
import type { ScenarioChoice } from "../../lib/space/chosen-scenarios.js";
import type { SpaceConfig } from "../../lib/space/config.js";
import { WHOLE } from "../../lib/space/selection.js";
import { withinFaults } from "./within-faults.js";

/** Scenarios that are made as they are asked for. */
export type Draws = Generator<Scenario, void>;

/** The most scenarios of one number of rounds that are tried in their order. */
const MOST_IN_ORDER = 20_000n;

const IN_ORDER: ScenarioChoice = {
  ...{ order: "systematic", symmetry: false, limit: undefined, offset: 0n, shard: WHOLE },
};

/** The first scenarios of a space by number. */
export const inOrder = (space: SpaceConfig): Draws => drawsOf(space, IN_ORDER, MOST_IN_ORDER);

/** All of a space at random, without repetition. */
export const atRandom = (space: SpaceConfig): Draws =>
  drawsOf(space, { ...IN_ORDER, order: "random" });

/** Draws of which each part of a round is undisturbed with this probability; they may repeat. */
export const mixed = (space: SpaceConfig, calm = 0.5): Draws =>
  withinFaults(drawsOf(space, { ...IN_ORDER, mix: { calm } }), space.roster);

/** Nothing where a part of the config leaves nothing to choose. */
function* drawsOf(space: SpaceConfig, choice: ScenarioChoice, most?: bigint): Draws {
  const chosen = chosenIn(space, choice);
  if (chosen === undefined) return;
  const { count } = chosen.selection;
  const end = most === undefined || count < most ? count : most;
  for (let place = 0n; place < end; place++) yield chosen.at(place).scenario;
}

function chosenIn(
  space: SpaceConfig,
  choice: ScenarioChoice,
): ReturnType<typeof chosenScenarios> | undefined {
  try {
    return chosenScenarios(space, choice);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
