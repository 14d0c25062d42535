/** A keyed pseudo-random permutation of a range of numbers. */
import { randomStream } from "../random.js";
import type { RandomStream } from "../random.js";

/** An order of the numbers of [0, size) of which any place can be looked up, in constant memory. */
export interface Permutation {
  /** The number at a place. */
  at(place: bigint): bigint;
  /** The place of a number. */
  placeOf(value: bigint): bigint;
}

/**
 * Every round exchanges each number with its partner or leaves both, by a coin of theirs. A number
 * is off uniform by at most 2^-rounds; two numbers part ways in every round with probability 1/2.
 */
const ROUNDS = 64;

/**
 * A permutation of [0, size) keyed by a seed and a name, by the swap-or-not shuffle: Hoang, Morris,
 * Rogaway, "An Enciphering Scheme Based on a Card Shuffle" (CRYPTO 2012). It works for any size,
 * and undoing it is doing its rounds backwards. A place costs 64 short rounds.
 */
export function keyedPermutation(
  size: bigint,
  seed: string,
  ...name: readonly string[]
): Permutation {
  const stream = randomStream(seed, ...name);
  return size <= BigInt(Number.MAX_SAFE_INTEGER)
    ? smallPermutation(Number(size), stream)
    : largePermutation(size, stream);
}

interface Round<N> {
  /** Partners add up to this, modulo the size. */
  readonly sum: N;
  readonly key: number;
}

const roundsOf = <N>(draw: () => N, stream: RandomStream): readonly Round<N>[] =>
  Array.from({ length: ROUNDS }, () => ({ sum: draw(), key: stream.uint32() }));

/** Sizes whose numbers a double holds exactly. */
function smallPermutation(size: number, stream: RandomStream): Permutation {
  const forwards = roundsOf(() => Number(stream.below(BigInt(size))), stream);
  const backwards = forwards.toReversed();
  const walk = (from: number, rounds: readonly Round<number>[]): number => {
    let here = from;
    for (const { sum, key } of rounds) {
      const partner = sum < here ? sum - here + size : sum - here;
      const pair = Math.max(here, partner);
      if (isHeads(absorb(absorb(key, pair >>> 0), Math.floor(pair / TWO_TO_32)))) here = partner;
    }
    return here;
  };
  return {
    at: (place) => BigInt(walk(Number(place), forwards)),
    placeOf: (value) => BigInt(walk(Number(value), backwards)),
  };
}

function largePermutation(size: bigint, stream: RandomStream): Permutation {
  const forwards = roundsOf(() => stream.below(size), stream);
  const backwards = forwards.toReversed();
  const walk = (from: bigint, rounds: readonly Round<bigint>[]): bigint => {
    let here = from;
    for (const { sum, key } of rounds) {
      const partner = sum < here ? sum - here + size : sum - here;
      if (isHeads(absorbLarge(key, here > partner ? here : partner))) here = partner;
    }
    return here;
  };
  return { at: (place) => walk(place, forwards), placeOf: (value) => walk(value, backwards) };
}

const TWO_TO_32 = 2 ** 32;

/** Stirs a word into a state: the finalizer of MurmurHash3, by Austin Appleby. */
function absorb(state: number, word: number): number {
  let h = state ^ word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function absorbLarge(key: number, value: bigint): number {
  let state = key;
  for (let rest = value; rest > 0n; rest >>= 32n) state = absorb(state, Number(rest & 0xffffffffn));
  return state;
}

const isHeads = (state: number): boolean => (state & 1) === 1;
