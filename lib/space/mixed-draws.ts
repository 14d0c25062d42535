/** Draws scenarios of which each part is undisturbed with some probability. */
import type { NodeId } from "../protocol/ids.js";
import { randomStream } from "../random.js";
import type { RandomStream } from "../random.js";
import type { RoundConfiguration } from "../scenario/model.js";
import { rosterNodes } from "../scenario/roster.js";
import type { DropChoices } from "./drops/drops.js";
import { dropChoices } from "./drops/drops.js";
import { groupsOf } from "./partitions/groups.js";
import { dimensionsOf } from "./parts/dimensions.js";
import type { Dimension } from "./parts/dimensions.js";
import { drawnParts } from "./parts/with-parts.js";
import type { LeaderPartitions } from "./round-configurations.js";
import { leaderPartitions } from "./space.js";
import type { Space } from "./space.js";

/** How parts of a scenario are drawn. */
export interface Mix {
  /** The probability with which a part of a round disturbs nothing; else it is drawn uniformly. */
  readonly calm: number;
}

/** A limit on round configurations may refuse what was drawn; then it is drawn anew, so often. */
const MOST_TRIES = 1000;
const TWO_TO_32 = 2 ** 32;

/**
 * The number of the scenario at a place of a sequence of draws. Each round has a leader drawn
 * uniformly; its partition is that of one group, its drops are none, and each further dimension
 * changes nothing, with the probability `calm` each; else they are drawn uniformly. Draws repeat.
 */
export function mixedDraws(space: Space, { calm }: Mix): (place: bigint) => bigint {
  const { config, configurations, sequences } = space;
  const nodes = rosterNodes(config.roster).map(({ id }) => id);
  const source: Source = {
    nodes,
    leaders: leaderPartitions(config),
    drops: dropChoices(config.drops),
    dimensions: dimensionsOf(config, config.roster),
  };
  const length = config.arrangement === "static" ? 1 : config.rounds;
  return (place) => {
    const stream = randomStream(config.seed, "mix", place.toString());
    const isCalm = (): boolean => stream.uint32() < calm * TWO_TO_32;
    const numbers = Array.from({ length }, () => {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const number = configurations.rank(drawnRound(source, stream, isCalm));
        if (number !== undefined) return number;
      }
      return stream.below(configurations.size);
    });
    const sequence = Array.from({ length: config.rounds }, (_, at) => numbers[at % length] ?? 0n);
    return sequences.rank(sequence) ?? stream.below(sequences.size);
  };
}

/** What a round is drawn from. */
interface Source {
  readonly nodes: readonly NodeId[];
  readonly leaders: readonly LeaderPartitions[];
  readonly drops: DropChoices;
  readonly dimensions: readonly Dimension[];
}

function drawnRound(
  { nodes, leaders, drops, dimensions }: Source,
  stream: RandomStream,
  isCalm: () => boolean,
): RoundConfiguration {
  const chosen = leaders[Number(stream.below(BigInt(leaders.length)))] ?? leaders[0];
  if (chosen === undefined) throw new RangeError("a space has leaders");
  const { leader, partitions } = chosen;
  const united = nodes.map(() => 0);
  const isUnited = isCalm() && partitions.rank(united) !== undefined;
  const drawn = isUnited ? united : partitions.unrank(stream.below(partitions.size));
  const partition = groupsOf(drawn, nodes);
  const lost = isCalm() ? 0n : stream.below(drops.count(partition));
  return {
    leader,
    partition,
    drops: drops.at(partition, lost),
    ...drawnParts(dimensions, stream, isCalm),
  };
}
