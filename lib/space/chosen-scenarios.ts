/** The selected scenarios of a space: of all scenarios, or of one for each class. */
import type { Scenario } from "../scenario/model.js";
import { InputError, valueOf } from "../scenario/input/problem.js";
import { mixedDraws } from "./mixed-draws.js";
import type { Mix } from "./mixed-draws.js";
import type { SpaceConfig } from "./config.js";
import { selectScenarios } from "./selection.js";
import type { Selection, SelectionChoice } from "./selection.js";
import { openSpace } from "./space.js";
import type { Space } from "./space.js";
import { listingProblem, symmetryOf } from "./symmetry/symmetry.js";
import type { Symmetry } from "./symmetry/symmetry.js";

/** Which scenarios of a space are chosen, as a generator config says it. */
export interface ScenarioChoice extends Omit<SelectionChoice, "seed"> {
  /** One scenario of each class of equivalent ones; the other fields then count classes. */
  readonly symmetry: boolean;
  /** Draws in place of the order; they may repeat. */
  readonly mix?: Mix | undefined;
}

/** A scenario and the size of its class. */
export interface Chosen {
  readonly scenario: Scenario;
  /** 1 without symmetry. */
  readonly classSize: number;
}

/** The chosen scenarios, counted; each is made when it is asked for. */
export interface ChosenScenarios {
  readonly space: Space;
  readonly selection: Selection;
  /** The classes of equivalent scenarios, if there is to be one scenario of each. */
  readonly symmetry: Symmetry | undefined;
  /** The scenario at a place of [0, count). */
  readonly at: (place: bigint) => Chosen;
}

/**
 * Chooses scenarios of a space, and makes none yet. Throws {@link InputError} if the offset is
 * beyond the space, or if there are no classes to be had.
 */
export function chosenScenarios(config: SpaceConfig, choice: ScenarioChoice): ChosenScenarios {
  const space = openSpace(config);
  const symmetry = choice.symmetry ? symmetryIn(space) : undefined;
  const size = symmetry?.classes ?? space.counts.scenarios;
  const order = choice.mix === undefined ? choice.order : "systematic";
  const places = selectScenarios(size, { ...choice, order, seed: config.seed });
  const selection = choice.mix === undefined ? places : drawnBy(choice.mix, places, space);
  const chosen = (number: bigint): Chosen => {
    if (symmetry === undefined) return { scenario: space.scenario(number), classSize: 1 };
    const { representative, size: classSize } = symmetry.classAt(number);
    return { scenario: space.scenario(representative), classSize };
  };
  return { space, selection, symmetry, at: (place) => chosen(selection.at(place)) };
}

/** The same places, with a draw at each. */
function drawnBy(mix: Mix, places: Selection, space: Space): Selection {
  const draw = mixedDraws(space, mix);
  return { ...places, at: (place) => draw(places.at(place)) };
}

function symmetryIn(space: Space): Symmetry {
  const problem = listingProblem(space);
  if (problem !== undefined) throw new InputError([problem]);
  return valueOf(symmetryOf(space));
}
