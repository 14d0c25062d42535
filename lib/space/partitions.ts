import type { Roster } from "../scenario/model.js";
import { joined } from "./numbered.js";
import type { Numbered } from "./numbered.js";
import { PartitionCounter } from "./partition-counter.js";
import { StepBudget } from "./partition-levels.js";
import { groupFastest, groupSlowest, indexOfPartition, partitionAt } from "./partition-listings.js";
import type { Partition } from "./partition-listings.js";
import { Joining } from "./partition-state.js";
import type { PartitionFilter, PartitionState } from "./partition-state.js";

/**
 * In which order partitions are listed. All orders begin with those in which the last node is alone
 * in the last group. Of a node that joins a group, the original's varies the group fastest, that of
 * LibTwins slowest.
 */
export const LISTINGS = ["original", "libtwins"] as const;

export interface PartitionChoice extends PartitionFilter {
  /** How many groups: exactly so many, or any number up to. */
  readonly groups: number | { readonly atMost: number };
  readonly listing: (typeof LISTINGS)[number];
}

/**
 * All partitions of a roster's nodes into non-empty groups that pass a filter, fewest groups first.
 * Throws {@link InputError} if they cannot be counted in time.
 */
export function partitions(roster: Roster, choice: PartitionChoice): Numbered<Partition> {
  const joining = new Joining(roster, choice);
  const { groups, listing } = choice;
  const sizes =
    typeof groups === "number"
      ? [groups]
      : Array.from({ length: Math.min(groups.atMost, joining.nodes) }, (_, index) => index + 1);
  const budget = new StepBudget();
  return joined(sizes.map((size) => partitionsInto(size, joining, { listing, budget })));
}

function partitionsInto(
  size: number,
  joining: Joining,
  { listing, budget }: Pick<PartitionChoice, "listing"> & { readonly budget: StepBudget },
): Numbered<Partition> {
  const orderMatters = listing === "libtwins";
  const list = orderMatters ? groupSlowest : groupFastest;
  const counter = new PartitionCounter(joining, size, { orderMatters, budget });
  return {
    size: counter.open.total,
    at: (index) => partitionAt(list, counter, index),
    indexOf: (partition) =>
      passes(partition, counter) ? indexOfPartition(list, counter, partition) : undefined,
  };
}

/** Whether a partition is one of those that a counter counts. */
function passes(partition: Partition, counter: PartitionCounter): boolean {
  const { joining } = counter;
  let state: PartitionState | undefined = joining.start;
  for (const [node, group] of partition.entries()) {
    if (state === undefined || group > state.groups.length) return false;
    state = joining.join(state, node, group);
  }
  return partition.length === joining.nodes && state !== undefined && counter.isWhole(state);
}
