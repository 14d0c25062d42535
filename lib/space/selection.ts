/** Selects scenarios of a space: order, offset, limit and shard. */
import { InputError } from "../scenario/input/problem.js";
import type { Shard } from "./generator-config.js";
import { keyedPermutation } from "./permutation.js";

/** By number, or at random without repetition. */
export type Order = "systematic" | "random";

export const WHOLE: Shard = { part: 1, of: 1 };

/** Which scenarios of a space, or which classes of them, are written, in which order. */
export interface Selection {
  readonly count: bigint;
  /** The number of the scenario at a place of [0, count). */
  at(place: bigint): bigint;
  /** The offset of the next selection; `size` at the end. */
  readonly next: bigint;
  /** How many there are to select from. */
  readonly size: bigint;
}

/** Which part of a space is selected, and in which order. */
export interface SelectionChoice {
  readonly order: Order;
  /** Of the random order; the systematic one has no use for it. */
  readonly seed: string;
  /** Number of counters from the offset on, over all shards. */
  readonly limit: number | undefined;
  /** The first counter. */
  readonly offset: bigint;
  readonly shard: Shard;
}

/**
 * A share of a space of some size, in constant memory. An order gives every scenario a counter of
 * [0, size); a selection is a range of counters, of which shard i of n takes those that leave i - 1
 * when divided by n. So the shards of a range are disjoint, and together they are the range. Throws
 * {@link InputError} if the offset is beyond the space.
 */
export function selectScenarios(size: bigint, choice: SelectionChoice): Selection {
  const { order, seed, limit, offset, shard } = choice;
  if (offset >= size) throw beyond(offset, size);
  const left = size - offset;
  const next = limit === undefined || BigInt(limit) > left ? size : offset + BigInt(limit);
  const stride = BigInt(shard.of);
  const first = offset + modulo(BigInt(shard.part - 1) - offset, stride);
  const count = first < next ? (next - first + stride - 1n) / stride : 0n;
  const counterAt = (place: bigint): bigint => first + place * stride;
  if (order === "systematic") return { count, next, size, at: counterAt };
  const permutation = keyedPermutation(size, seed, "scenarios");
  return { count, next, size, at: (place) => permutation.at(counterAt(place)) };
}

/** The remainder of a division, never negative. */
const modulo = (value: bigint, by: bigint): bigint => ((value % by) + by) % by;

const beyond = (offset: bigint, size: bigint): InputError =>
  new InputError([{ path: "offset", wrong: `is ${offset}`, allowed: `from 0 to ${size - 1n}` }]);
