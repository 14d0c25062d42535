/** All configurations of a round as a numbered list: leader, partition and drops. */
import type { NodeId, ReplicaId } from "../protocol/ids.js";
import type { Roster, RoundConfiguration } from "../scenario/model.js";
import { InputError } from "../scenario/input/problem.js";
import { rosterNodes } from "../scenario/roster.js";
import type { DropChoices } from "./drops/drops.js";
import { groupsOf, partitionOf } from "./partitions/groups.js";
import { concatenated } from "./ranked-set.js";
import type { RankedSet } from "./ranked-set.js";
import type { Partition } from "./partitions/partition-orders.js";
import { equalWeights, tabledWeights } from "./sequences/weights.js";
import type { Weights } from "./sequences/weights.js";

/** A leader, and the partitions that come with it. */
export interface LeaderPartitions {
  readonly leader: ReplicaId;
  readonly partitions: RankedSet<Partition>;
}

/**
 * All configurations of a round: leaders slowest, then partitions, then drops. `groups` is how many
 * groups each partition has, where that is fixed. Throws {@link InputError} if drops are to be
 * counted for too many partitions, one by one.
 */
export function roundConfigurations(
  roster: Roster,
  leaders: readonly LeaderPartitions[],
  drops: DropChoices,
  groups: number | undefined,
): RankedSet<RoundConfiguration> {
  const nodes = rosterNodes(roster).map(({ id }) => id);
  return concatenated(leaders.map((one) => configurationsOf(one, nodes, drops, groups)));
}

function configurationsOf(
  { leader, partitions }: LeaderPartitions,
  nodes: readonly NodeId[],
  drops: DropChoices,
  groups: number | undefined,
): RankedSet<RoundConfiguration> {
  const weights = dropWeights(partitions, nodes, drops, groups);
  return {
    size: weights.total,
    unrank(index) {
      const [item, offset] = weights.locate(index);
      const partition = groupsOf(partitions.unrank(item), nodes);
      return { leader, partition, drops: drops.at(partition, offset) };
    },
    rank(configuration) {
      if (configuration.leader !== leader) return undefined;
      const partition = partitionOf(configuration.partition, nodes);
      const item = partition && partitions.rank(partition);
      if (partition === undefined || item === undefined) return undefined;
      const lost = drops.indexOf(groupsOf(partition, nodes), configuration.drops);
      return lost === undefined ? undefined : weights.before(item) + lost;
    },
  };
}

const MOST_TABLED = 65_536;

function dropWeights(
  partitions: RankedSet<Partition>,
  nodes: readonly NodeId[],
  drops: DropChoices,
  groups: number | undefined,
): Weights {
  const { size } = partitions;
  const { perGroup } = drops;
  if (perGroup === 1n) return equalWeights(size, 1n);
  if (perGroup !== undefined && groups !== undefined) {
    return equalWeights(size, perGroup ** BigInt(groups));
  }
  if (size > MOST_TABLED) throw tooManyPartitions();
  return tabledWeights(Number(size), (item) =>
    drops.count(groupsOf(partitions.unrank(BigInt(item)), nodes)),
  );
}

const tooManyPartitions = (): InputError =>
  new InputError([
    {
      path: "drops.limit",
      wrong: "is above 1, for too many partitions",
      allowed: `1; or partitions.limit at most ${MOST_TABLED}`,
    },
  ]);
