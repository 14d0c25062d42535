import { invariant } from "../protocol/assert.js";
import { accepted, refused } from "../scenario/problem.js";
import type { Problem, Read } from "../scenario/problem.js";
import { sequences } from "./arrangements.js";
import { basicActions, closure } from "./renamed-rounds.js";
import { countRenamings, sameNames } from "./renaming.js";
import type { Space } from "./space.js";

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
   * How many scenarios a scenario stands for: the size of its class if its number is the least in
   * it, or else 0. Takes time proportional to the number of renamings at most.
   */
  standsFor(index: bigint): number;
}

/** Renamings times round configurations, each a number of four bytes. */
const MOST_ENTRIES = 8_000_000n;

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
  return accepted({
    classes: countClasses(space, all),
    standsFor: (index) => standsFor(digitsOf(space, index), all),
  });
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

/** Burnside's lemma: the mean, over all renamings, of how many scenarios one leaves as they are. */
function countClasses({ config }: Space, all: readonly Int32Array[]): bigint {
  const { arrangement, roundOrder, rounds } = config;
  const unmoved = all.reduce((sum, action) => {
    const still = action.reduce((count, to, from) => (to === from ? count + 1 : count), 0);
    return sum + sequences(arrangement, roundOrder, rounds, BigInt(still)).size;
  }, 0n);
  return unmoved / BigInt(all.length);
}

/** The configurations of a scenario's rounds, the round that varies slowest first. */
function digitsOf({ config, sequences: all }: Space, index: bigint): readonly number[] {
  const digits = all.at(index).map(Number);
  return config.roundOrder === "last-fastest" ? digits : digits.reverse();
}

/** Numbers compare as their digits do, one after the other. */
function standsFor(digits: readonly number[], all: readonly Int32Array[]): number {
  let unmoved = 0;
  for (const action of all) {
    const moved = digits.find((digit) => action[digit] !== digit);
    if (moved === undefined) unmoved += 1;
    else if ((action[moved] ?? 0) < moved) return 0;
  }
  return all.length / unmoved;
}
