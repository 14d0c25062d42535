/** Equivalence classes of scenarios under renaming of nodes. */
import { invariant } from "../../protocol/assert.js";
import { accepted, refused } from "../../scenario/input/problem.js";
import type { Problem, Read } from "../../scenario/input/problem.js";
import { dropChoices } from "../drops/drops.js";
import { choicesOf, sequenceShapeOf, roundsOf } from "../sequences/sequence-shape.js";
import { handoverOf } from "../sequences/handover.js";
import { generatorActions, closure } from "./renaming-actions.js";
import { countRenamings, identityRenaming } from "./renaming.js";
import type { Interval } from "../sequences/interval.js";
import { SequenceTree } from "../sequences/sequence-tree.js";
import type { Space } from "../space.js";
import { NO_KIND, Renamings } from "./stabilisers.js";
import type { Actions } from "./stabilisers.js";
import { ANY_TRANSITION } from "../sequences/transition-relation.js";
import type { TransitionRelation } from "../sequences/transition-relation.js";

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
   * The size of a scenario's class if the scenario is the representative, else 0. Takes time
   * proportional to the number of renamings at most.
   */
  classSize(index: bigint): number;
}

/** Scenarios that are one another with other names. */
export interface EquivalenceClass {
  /** The least of their numbers: that of the representative. */
  readonly representative: bigint;
  /** How many they are. */
  readonly size: number;
}

/** Renamings times round configurations, each a number of four bytes. */
const MOST_ENTRIES = 8_000_000n;

/** Words of memory that the numbers behind all choices of a walk may take. */
const MOST_WORDS = 32_000_000;
const BITS_A_WORD = 64;

/**
 * Why classes cannot be listed although they can be counted: each choice of each round needs a
 * number whose length grows with the rounds.
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
  if (space.config.orders !== undefined) return refused([ORDERED]);
  const generators = drops.limit === 1 ? generatorActions(space) : undefined;
  if (generators === undefined) return refused([CUT]);
  const all = closure(generators, {
    renaming: identityRenaming(roster),
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

const ORDERED: Problem = {
  path: "symmetry",
  wrong: "cannot be had with orders: the order that a seed gives depends on the names of nodes",
  allowed: "no orders",
};

function classesOf(space: Space, all: Actions): Symmetry {
  const { config, sequences } = space;
  const { intervals, transitions } = transitionsOf(space);
  const kinds = new Int32Array(Number(space.configurations.size)).fill(NO_KIND);
  for (const { from, size, kind } of intervals) kinds.fill(kind, Number(from), Number(from + size));
  const shape = sequenceShapeOf(config, transitions);
  const { all: whole } = new Renamings(all, kinds, shape);
  const tree = new SequenceTree(whole, shape);
  return {
    classes: tree.size,
    classAt(number) {
      const [choices, last] = tree.walk(number);
      const representative = sequences.rank(roundsOf(config, choices));
      invariant(representative !== undefined, "what is least in its class is in the space", {
        number,
      });
      return { representative, size: whole.order / last.order };
    },
    classSize(index) {
      const choices = choicesOf(config, sequences.unrank(index)) ?? [];
      return classSize(choices.map(Number), all);
    },
  };
}

/** Which configurations may follow which. */
function transitionsOf({ config, configurations }: Space): {
  readonly intervals: readonly Interval[];
  readonly transitions: TransitionRelation;
} {
  if (config.requireProgress) {
    return handoverOf(configurations, config.roster, dropChoices(config.drops));
  }
  const interval = { from: 0n, size: configurations.size, kind: 0 };
  return { intervals: [interval], transitions: ANY_TRANSITION };
}

/** Numbers compare as their digits do, one after the other. */
function classSize(digits: readonly number[], all: Actions): number {
  let fixedPoints = 0;
  for (const action of all) {
    const moved = digits.find((digit) => action[digit] !== digit);
    if (moved === undefined) fixedPoints += 1;
    else if ((action[moved] ?? 0) < moved) return 0;
  }
  return all.length / fixedPoints;
}
