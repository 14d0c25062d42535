import { invariant } from "../protocol/assert.js";
import { accepted, refused } from "../scenario/problem.js";
import type { Problem, Read } from "../scenario/problem.js";
import { dropChoices } from "./drops.js";
import { choicesOf, growthOf, roundsOf } from "./growth.js";
import { progressOf } from "./progress.js";
import { basicActions, closure } from "./renamed-rounds.js";
import { countRenamings, sameNames } from "./renaming.js";
import type { Run } from "./runs.js";
import { SequenceTree } from "./sequence-tree.js";
import type { Space } from "./space.js";
import { NO_KIND, Renamings } from "./stabilisers.js";
import type { Actions } from "./stabilisers.js";
import { ANY_SUCCESSION } from "./succession.js";
import type { Succession } from "./succession.js";

/*
 * Two scenarios are equivalent if one is the other with honest replicas renamed, twinned replicas
 * renamed, or nodes exchanged with their twins, throughout the scenario: round by round, equivalent
 * rounds may make scenarios that are not. Equivalent scenarios run alike only as far as nothing
 * depends on names; the order in which simultaneous messages arrive does.
 */

/** The classes of equivalent scenarios of a space. */
export interface Symmetry {
  readonly classes: bigint;
  /**
   * The class with a number of [0, classes), in the order of their least scenarios. Takes about as
   * long as making a scenario from its number: the scenarios in between are not looked at.
   */
  classAt(number: bigint): EquivalenceClass;
  /**
   * How many scenarios a scenario stands for: the size of its class if its number is the least in
   * it, or else 0. Takes time proportional to the number of renamings at most.
   */
  standsFor(index: bigint): number;
}

/** Scenarios that are one another with other names. */
export interface EquivalenceClass {
  /** The least of their numbers. */
  readonly least: bigint;
  /** How many they are. */
  readonly size: number;
}

/** Renamings times round configurations, each a number of four bytes. */
const MOST_ENTRIES = 8_000_000n;

/** Words of memory that the numbers behind all choices of a walk may take. */
const MOST_WORDS = 32_000_000;
const BITS_A_WORD = 64;

/**
 * What keeps classes from being listed, though they can be counted: behind each choice of a round
 * there is a number that gets longer with the rounds.
 */
export function listingProblem({ config, counts }: Space): Problem | undefined {
  const { arrangement, rounds } = config;
  if (arrangement !== "with-replacement") return undefined;
  const choices = Number(counts.roundConfigurations);
  const bits = choices.toString(2).length;
  const words = (choices * rounds ** 2 * bits) / (2 * BITS_A_WORD);
  if (words <= MOST_WORDS) return undefined;
  return {
    path: "symmetry",
    wrong: `is too much to ask, for ${rounds} rounds of ${choices} configurations`,
    allowed: "fewer rounds, replicas or groups",
  };
}

/** Refuses a space whose limits cut through classes, and one that is too large for this. */
export function symmetryOf(space: Space): Read<Symmetry> {
  const { roster, drops } = space.config;
  const { size } = space.configurations;
  const order = countRenamings(roster);
  if (order * size > MOST_ENTRIES) return refused([tooLarge(order, size)]);
  const basic = drops.limit === 1 ? basicActions(space) : undefined;
  if (basic === undefined) return refused([CUT]);
  const all = closure(basic, {
    renaming: sameNames(roster),
    action: Int32Array.from({ length: Number(size) }, (_, at) => at),
  });
  invariant(BigInt(all.length) === order, "all renamings are made of the basic ones");
  return accepted(classesOf(space, all));
}

const tooLarge = (order: bigint, size: bigint): Problem => ({
  path: "symmetry",
  wrong: `is too much to ask, with ${order} renamings of ${size} round configurations`,
  allowed: `at most ${MOST_ENTRIES} of them: fewer replicas or groups`,
});

const CUT: Problem = {
  path: "symmetry",
  wrong: "cannot be had: of equivalent scenarios, some are in the space and others are not",
  allowed: "no drops, and no limits on partitions, leaders and round configurations",
};

function classesOf(space: Space, all: Actions): Symmetry {
  const { config, sequences } = space;
  const { runs, succession } = following(space);
  const kinds = new Int32Array(Number(space.configurations.size)).fill(NO_KIND);
  for (const { from, size, kind } of runs) kinds.fill(kind, Number(from), Number(from + size));
  const growth = growthOf(config, succession);
  const { all: whole } = new Renamings(all, kinds, growth);
  const tree = new SequenceTree(whole, growth);
  return {
    classes: tree.size,
    classAt(number) {
      const [choices, last] = tree.walk(number);
      const least = sequences.indexOf(roundsOf(config, choices));
      invariant(least !== undefined, "what is least in its class is in the space", { number });
      return { least, size: whole.order / last.order };
    },
    standsFor(index) {
      const choices = choicesOf(config, sequences.at(index)) ?? [];
      return standsFor(choices.map(Number), all);
    },
  };
}

/** Which configurations may follow which. */
function following({ config, configurations }: Space): {
  readonly runs: readonly Run[];
  readonly succession: Succession;
} {
  if (config.requireProgress) {
    return progressOf(configurations, config.roster, dropChoices(config.drops));
  }
  const run = { from: 0n, size: configurations.size, kind: 0 };
  return { runs: [run], succession: ANY_SUCCESSION };
}

/** Numbers compare as their digits do, one after the other. */
function standsFor(digits: readonly number[], all: Actions): number {
  let unmoved = 0;
  for (const action of all) {
    const moved = digits.find((digit) => action[digit] !== digit);
    if (moved === undefined) unmoved += 1;
    else if ((action[moved] ?? 0) < moved) return 0;
  }
  return all.length / unmoved;
}
