import type { NodeId, ReplicaId } from "../protocol/ids.js";
import type { Roster, RoundConfiguration } from "../scenario/model.js";
import { InputError } from "../scenario/problem.js";
import { rosterNodes } from "../scenario/roster.js";
import { countDrops, dropsAt, indexOfDrops } from "./drops.js";
import { joined } from "./numbered.js";
import type { Numbered } from "./numbered.js";
import type { Partition } from "./partition-listings.js";
import { equalWeights, tabledWeights } from "./weights.js";
import type { Weights } from "./weights.js";

/** A leader, and the partitions that come with it. */
export interface LeaderPartitions {
  readonly leader: ReplicaId;
  readonly partitions: Numbered<Partition>;
}

/** How many choices of drops each group has, and how many groups there are if that is fixed. */
export interface DropChoices {
  readonly choices: number;
  readonly groups: number | undefined;
}

/**
 * All configurations of a round: leaders slowest, then partitions, then drops. Throws
 * {@link InputError} if drops are to be counted for too many partitions of different sizes.
 */
export function roundConfigurations(
  roster: Roster,
  leaders: readonly LeaderPartitions[],
  drops: DropChoices,
): Numbered<RoundConfiguration> {
  const nodes = rosterNodes(roster).map(({ id }) => id);
  return joined(leaders.map((one) => configurationsOf(one, nodes, drops)));
}

function configurationsOf(
  { leader, partitions }: LeaderPartitions,
  nodes: readonly NodeId[],
  drops: DropChoices,
): Numbered<RoundConfiguration> {
  const weights = dropWeights(partitions, drops);
  const { choices } = drops;
  return {
    size: weights.total,
    at(index) {
      const [item, offset] = weights.locate(index);
      const partition = groupsOf(partitions.at(item), nodes);
      return { leader, partition, drops: dropsAt(partition, choices, offset) };
    },
    indexOf(configuration) {
      if (configuration.leader !== leader) return undefined;
      const partition = partitionOf(configuration.partition, nodes);
      const item = partition && partitions.indexOf(partition);
      if (partition === undefined || item === undefined) return undefined;
      const groups = groupsOf(partition, nodes);
      const lost = indexOfDrops(groups, choices, configuration.drops);
      return lost === undefined ? undefined : weights.before(item) + lost;
    },
  };
}

const MOST_TABLED = 65_536;

function dropWeights(partitions: Numbered<Partition>, { choices, groups }: DropChoices): Weights {
  const { size } = partitions;
  if (groups !== undefined || choices === 1) {
    return equalWeights(size, countDrops(groups ?? 1, choices));
  }
  if (size > MOST_TABLED) throw tooManySizes(choices);
  return tabledWeights(Number(size), (item) => {
    const partition = partitions.at(BigInt(item));
    return countDrops(Math.max(...partition) + 1, choices);
  });
}

const tooManySizes = (choices: number): InputError =>
  new InputError([
    {
      path: "drops.limit",
      wrong: `is ${choices}, for too many partitions into different numbers of groups`,
      allowed: `1; or partitions.groups a number, or partitions.limit at most ${MOST_TABLED}`,
    },
  ]);

/** The groups as lists of nodes, in the order in which they open. */
function groupsOf(partition: Partition, nodes: readonly NodeId[]): readonly (readonly NodeId[])[] {
  const groups: NodeId[][] = [];
  nodes.forEach((node, position) => (groups[partition[position] ?? 0] ??= []).push(node));
  return groups;
}

/**
 * The same partition whatever the order of its groups, and of the nodes in a group; undefined if it
 * does not hold exactly these nodes.
 */
function partitionOf(
  groups: readonly (readonly NodeId[])[],
  nodes: readonly NodeId[],
): Partition | undefined {
  const groupOf = new Map(groups.flatMap((group, at) => group.map((node) => [node, at] as const)));
  if (groupOf.size !== nodes.length) return undefined;
  const found = nodes.map((node) => groupOf.get(node) ?? -1);
  const opened = [...new Set(found)];
  return opened.includes(-1) ? undefined : found.map((group) => opened.indexOf(group));
}
