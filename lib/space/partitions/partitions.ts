/** The partitions of a roster as a ranked set. */
import type { Roster } from "../../scenario/model.js";
import { concatenated } from "../ranked-set.js";
import type { RankedSet } from "../ranked-set.js";
import { PartitionCounter } from "./partition-counter.js";
import { StepBudget } from "./partition-levels.js";
import { groupFastest, groupSlowest, indexOfPartition, partitionAt } from "./partition-orders.js";
import type { Partition } from "./partition-orders.js";
import { PartitionBuilder } from "./partition-builder.js";
import type { PartitionFilter, PartitionState } from "./partition-builder.js";

/**
 * In which order partitions are listed. All orders begin with those in which the last node is alone
 * in the last group. Of a node that joins a group, the original's varies the group fastest, that of
 * LibTwins slowest.
 */
export const LISTINGS = ["original", "libtwins"] as const;

/** Which partitions of a roster there are, and in which order. */
export interface PartitionChoice extends PartitionFilter {
  /** The number of groups: exactly n, or at most n. */
  readonly groups: number | { readonly atMost: number };
  /** In which order they are listed: `original` or `libtwins`. */
  readonly listing: (typeof LISTINGS)[number];
}

/**
 * All partitions of a roster's nodes into non-empty groups that pass a filter, fewest groups first.
 * @throws {InputError} when counting them would take too long.
 */
export function partitions(roster: Roster, choice: PartitionChoice): RankedSet<Partition> {
  const builder = new PartitionBuilder(roster, choice);
  const { groups, listing } = choice;
  const sizes =
    typeof groups === "number"
      ? [groups]
      : Array.from({ length: Math.min(groups.atMost, builder.nodes) }, (_, index) => index + 1);
  const budget = new StepBudget();
  return concatenated(sizes.map((size) => partitionsInto(size, builder, { listing, budget })));
}

function partitionsInto(
  size: number,
  builder: PartitionBuilder,
  { listing, budget }: Pick<PartitionChoice, "listing"> & { readonly budget: StepBudget },
): RankedSet<Partition> {
  const orderMatters = listing === "libtwins";
  const list = orderMatters ? groupSlowest : groupFastest;
  const counter = new PartitionCounter(builder, size, { orderMatters, budget });
  return {
    size: counter.open.total,
    unrank: (index) => partitionAt(list, counter, index),
    rank: (partition) =>
      passes(partition, counter) ? indexOfPartition(list, counter, partition) : undefined,
  };
}

/** Whether a partition is one of those that a counter counts. */
function passes(partition: Partition, counter: PartitionCounter): boolean {
  const { builder } = counter;
  let state: PartitionState | undefined = builder.start;
  for (const [node, group] of partition.entries()) {
    if (state === undefined || group > state.groups.length) return false;
    state = builder.join(state, node, group);
  }
  return partition.length === builder.nodes && state !== undefined && counter.isWhole(state);
}
