/** Sequences of round configurations: with or without replacement, or static. */
import type { RankedSet } from "../ranked-set.js";

/** The arrangements that a config may name. */
export const ARRANGEMENTS = ["with-replacement", "without-replacement", "static"] as const;
/**
 * How the round configurations of a scenario are chosen: `with-replacement` (any in any round),
 * `without-replacement` (none twice) or `static` (one for all rounds).
 *
 * @useDeclaredType
 */
export type Arrangement = (typeof ARRANGEMENTS)[number];

/** The round orders that a config may name. */
export const ROUND_ORDERS = ["last-fastest", "first-fastest"] as const;
/**
 * Which round varies fastest from one scenario to the next.
 *
 * @useDeclaredType
 */
export type RoundOrder = (typeof ROUND_ORDERS)[number];

/** For each round, the number of its configuration. */
export type Sequence = readonly bigint[];

/** All sequences of n rounds, each with `size` configurations. */
export function sequences(
  arrangement: Arrangement,
  order: RoundOrder,
  rounds: number,
  size: bigint,
): RankedSet<Sequence> {
  const list = LISTS[arrangement](rounds, size);
  if (order === "last-fastest") return list;
  return {
    size: list.size,
    unrank: (index) => list.unrank(index).toReversed(),
    rank: (sequence) => list.rank(sequence.toReversed()),
  };
}

type List = (rounds: number, size: bigint) => RankedSet<Sequence>;

/** Any configuration in any round: size^rounds sequences, each a number in base `size`. */
const withReplacement: List = (rounds, size) => ({
  size: size ** BigInt(rounds),
  unrank(index) {
    const sequence = new Array<bigint>(rounds);
    let rest = index;
    for (let round = rounds - 1; round >= 0; round -= 1) {
      sequence[round] = rest % size;
      rest /= size;
    }
    return sequence;
  },
  rank: (sequence) => sequence.reduce((index, digit) => index * size + digit, 0n),
});

/**
 * No configuration twice: size!/(size-rounds)! sequences. A digit counts the configurations that
 * are still free, so its base shrinks by one from round to round. O(rounds^2).
 */
const withoutReplacement: List = (rounds, size) => {
  const bases = Array.from({ length: rounds }, (_, round) => size - BigInt(round));
  return {
    size: bases.reduce((product, base) => product * (base > 0n ? base : 0n), 1n),
    unrank(index) {
      const digits = new Array<bigint>(rounds);
      let rest = index;
      for (let round = rounds - 1; round >= 0; round -= 1) {
        const base = size - BigInt(round);
        digits[round] = rest % base;
        rest /= base;
      }
      return free(digits);
    },
    rank: (sequence) =>
      new Set(sequence).size < sequence.length
        ? undefined
        : sequence.reduce((index, value, round) => {
            const used = sequence.slice(0, round).filter((earlier) => earlier < value).length;
            return index * (size - BigInt(round)) + value - BigInt(used);
          }, 0n),
  };
};

/** Maps each digit to the configuration with this many unused ones before it. */
function free(digits: Sequence): Sequence {
  const used: bigint[] = [];
  return digits.map((digit) => {
    let value = digit;
    for (const taken of used) if (taken <= value) value += 1n;
    used.splice(used.findLastIndex((taken) => taken < value) + 1, 0, value);
    return value;
  });
}

/** One configuration in every round. */
const unchanging: List = (rounds, size) => ({
  size,
  unrank: (index) => new Array<bigint>(rounds).fill(index),
  rank: (sequence) => (sequence.every((value) => value === sequence[0]) ? sequence[0] : undefined),
});

const LISTS: Readonly<Record<Arrangement, List>> = {
  "with-replacement": withReplacement,
  "without-replacement": withoutReplacement,
  static: unchanging,
};
