import { keyedPermutation } from "../lib/space/permutation.js";

/** By number, or at random without repetition. */
export type Order = "systematic" | "random";

/** Which scenarios of a space are written, in which order. */
export interface Selection {
  readonly count: bigint;
  /** The number of the scenario at a place of [0, count). */
  at(place: bigint): bigint;
}

export interface SelectionChoice {
  readonly order: Order;
  readonly seed: string;
  readonly limit: number | undefined;
}

/** The first scenarios of a space of some size in an order, in constant memory. */
export function selectScenarios(size: bigint, { order, seed, limit }: SelectionChoice): Selection {
  const count = limit === undefined || BigInt(limit) > size ? size : BigInt(limit);
  if (order === "systematic") return { count, at: (place) => place };
  const permutation = keyedPermutation(size, seed, "scenarios");
  return { count, at: (place) => permutation.at(place) };
}
