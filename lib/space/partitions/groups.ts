/** Partitions as lists of groups, and back. */
import type { NodeId } from "../../protocol/ids.js";
import type { Partition } from "./partition-orders.js";

/** The groups as lists of nodes, in the order in which they open. */
export function groupsOf(
  partition: Partition,
  nodes: readonly NodeId[],
): readonly (readonly NodeId[])[] {
  const groups: NodeId[][] = [];
  nodes.forEach((node, position) => (groups[partition[position] ?? 0] ??= []).push(node));
  return groups;
}

/**
 * The same partition whatever the order of its groups, and of the nodes in a group; undefined if it
 * does not hold exactly these nodes.
 */
export function partitionOf(
  groups: readonly (readonly NodeId[])[],
  nodes: readonly NodeId[],
): Partition | undefined {
  const groupOf = new Map(groups.flatMap((group, at) => group.map((node) => [node, at] as const)));
  if (groupOf.size !== nodes.length) return undefined;
  const found = nodes.map((node) => groupOf.get(node) ?? -1);
  const opened = [...new Set(found)];
  return opened.includes(-1) ? undefined : found.map((group) => opened.indexOf(group));
}
