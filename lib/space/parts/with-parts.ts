/** Round configurations with the parts of version 2: the product of both, as a ranked set. */
import type { RandomStream } from "../../random.js";
import type { RoundConfiguration } from "../../scenario/model.js";
import type { RankedSet } from "../ranked-set.js";
import type { Dimension, Parts } from "./dimensions.js";

/** Each configuration with each choice of each dimension; the last dimension varies fastest. */
export function withParts(
  base: RankedSet<RoundConfiguration>,
  dimensions: readonly Dimension[],
): RankedSet<RoundConfiguration> {
  if (dimensions.length === 0) return base;
  const choices = dimensions.reduce((product, { size }) => product * size, 1n);
  return {
    size: base.size * choices,
    unrank: (index) => ({
      ...base.unrank(index / choices),
      ...partsAt(dimensions, numbersIn(dimensions, index % choices)),
    }),
    rank(round) {
      const { leader, partition, drops } = round;
      const place = base.rank({ leader, partition, drops });
      const items = dimensions.reduce((sum, each) => sum + each.itemsIn(round), 0);
      if (place === undefined || items !== itemsOf(round)) return undefined;
      let index = place;
      for (const dimension of dimensions) {
        const choice = dimension.indexOf(round);
        if (choice === undefined) return undefined;
        index = index * dimension.size + choice;
      }
      return index;
    },
  };
}

/** The numbers of the choices, by dimension. */
function numbersIn(dimensions: readonly Dimension[], index: bigint): readonly bigint[] {
  const numbers: bigint[] = [];
  let rest = index;
  for (const { size } of dimensions.toReversed()) {
    numbers.unshift(rest % size);
    rest /= size;
  }
  return numbers;
}

function partsAt(dimensions: readonly Dimension[], numbers: readonly bigint[]): Parts {
  let parts: Parts = {};
  for (const [at, dimension] of dimensions.entries()) {
    parts = merged(parts, dimension.at(numbers[at] ?? 0n));
  }
  return parts;
}

/** Lists one after the other, in the order of the dimensions. */
function merged(one: Parts, other: Parts): Parts {
  const lists = { ...one, ...other };
  return {
    ...lists,
    ...(one.phases && other.phases ? { phases: [...one.phases, ...other.phases] } : {}),
    ...(one.hears && other.hears ? { hears: [...one.hears, ...other.hears] } : {}),
    ...(one.exceptions && other.exceptions
      ? { exceptions: [...one.exceptions, ...other.exceptions] }
      : {}),
  };
}

/** How many items of version 2 a round has. */
const itemsOf = (round: RoundConfiguration): number => {
  const { phases = [], hears = [], exceptions = [], restarts = [], order } = round;
  const lists = phases.length + hears.length + exceptions.length + restarts.length;
  return lists + (order === undefined ? 0 : 1);
};

/** Draws the parts of a round: of each dimension what changes nothing with some probability. */
export function drawnParts(
  dimensions: readonly Dimension[],
  stream: RandomStream,
  isCalm: () => boolean,
): Parts {
  const numbers = dimensions.map(({ size, calm }) =>
    calm !== undefined && isCalm() ? calm : stream.below(size),
  );
  return partsAt(dimensions, numbers);
}
