/** Opens a space: its counts, and scenarios from their numbers. */
import type { Roster, RoundConfiguration, Scenario } from "../scenario/model.js";
import { InputError, isValue } from "../scenario/input/problem.js";
import { sequences } from "./sequences/arrangements.js";
import type { Sequence } from "./sequences/arrangements.js";
import { eligibleLeaders } from "./config.js";
import type { SpaceConfig } from "./config.js";
import { dropChoices } from "./drops/drops.js";
import { scenarioId, spaceHash } from "./identity.js";
import { limited, rankedList, cached, permuted } from "./ranked-set.js";
import type { RankedSet } from "./ranked-set.js";
import { partitions } from "./partitions/partitions.js";
import type { Partition } from "./partitions/partition-orders.js";
import { keyedPermutation } from "./permutation.js";
import { handoverSequences } from "./sequences/handover-sequences.js";
import { handoverOf } from "./sequences/handover.js";
import { dimensionsOf } from "./parts/dimensions.js";
import { withParts } from "./parts/with-parts.js";
import { roundConfigurations } from "./round-configurations.js";
import type { LeaderPartitions } from "./round-configurations.js";

/** How many there are, exactly. */
export interface SpaceCounts {
  /** Partitions that pass the filters, before any limit. */
  readonly partitions: bigint;
  /** Configurations of a round, after every limit. */
  readonly roundConfigurations: bigint;
  readonly scenarios: bigint;
}

/**
 * A numbered space of scenarios: each is made from its number when it is asked for, and is the same
 * on every machine. Nothing is written out, whatever the size.
 */
export interface Space {
  readonly config: SpaceConfig;
  /** Names the space together with the semantics: the part of an id before the colon. */
  readonly hash: string;
  readonly counts: SpaceCounts;
  /** The configurations of a round. */
  readonly configurations: RankedSet<RoundConfiguration>;
  /** The configuration number of each round of a scenario. */
  readonly sequences: RankedSet<Sequence>;
  /** The scenario with a number of [0, counts.scenarios). */
  scenario(index: bigint): Scenario;
  /** The number of a scenario, by what happens in it; undefined if it is not in this space. */
  indexOf(rounds: readonly RoundConfiguration[]): bigint | undefined;
}

/** Number of cached round configurations; scenarios share them. */
const MOST_REMEMBERED = 65_536;

/** Throws {@link InputError} if a config that is sound in itself leaves nothing to choose. */
export function openSpace(config: SpaceConfig): Space {
  const { roster, rounds } = config;
  const all = partitions(roster, config.partitions);
  if (all.size === 0n) throw nothing("partitions", "leave no partition that passes the filters");
  const configurations = cached(configurationsOf(config, all), MOST_REMEMBERED);
  const list = sequencesOf(config, configurations);
  const hash = spaceHash(config);
  return {
    config,
    hash,
    counts: {
      partitions: all.size,
      roundConfigurations: configurations.size,
      scenarios: list.size,
    },
    configurations,
    sequences: list,
    scenario(index) {
      if (index < 0n || index >= list.size) throw outOfRange(index, list.size);
      const sequence = list.unrank(index);
      return {
        id: scenarioId(hash, index),
        rounds: sequence.map((at) => configurations.unrank(at)),
      };
    },
    indexOf(scripted) {
      const sequence = scripted.map((round) => configurations.rank(round));
      return scripted.length === rounds && isComplete(sequence) ? list.rank(sequence) : undefined;
    },
  };
}

function sequencesOf(
  config: SpaceConfig,
  configurations: RankedSet<RoundConfiguration>,
): RankedSet<Sequence> {
  const { arrangement, roundOrder, rounds, requireProgress, roster, drops } = config;
  if (requireProgress) {
    const handover = handoverOf(configurations, roster, dropChoices(drops));
    const list = handoverSequences(config, handover);
    if (list.size === 0n) throw nothing("requireProgress", "leaves no scenario");
    return list;
  }
  const list = sequences(arrangement, roundOrder, rounds, configurations.size);
  if (list.size > 0n) return list;
  const wrong = `${isValue(rounds)}, without replacement`;
  throw nothing("rounds", wrong, `at most the ${configurations.size} round configurations`);
}

const isComplete = (sequence: readonly (bigint | undefined)[]): sequence is Sequence =>
  !sequence.includes(undefined);

function configurationsOf(
  config: SpaceConfig,
  all: RankedSet<Partition>,
): RankedSet<RoundConfiguration> {
  const { roster } = config;
  const { groups } = config.partitions;
  const configurations = roundConfigurations(
    roster,
    leaderPartitions(config, all),
    dropChoices(config.drops),
    typeof groups === "number" ? groups : undefined,
  );
  const complete = withParts(configurations, dimensionsOf(config, roster));
  return limited(complete, config.roundConfigurations.limit);
}

/** The leaders of a space, each with its partitions. */
export function leaderPartitions(
  config: SpaceConfig,
  all: RankedSet<Partition> = partitions(config.roster, config.partitions),
): readonly LeaderPartitions[] {
  const { order, limit } = config.partitions;
  return leadersOf(config, config.roster).map((leader): LeaderPartitions => {
    const drawn =
      order === "random"
        ? permuted(all, keyedPermutation(all.size, config.seed, "partitions", leader))
        : all;
    return { leader, partitions: limited(drawn, limit) };
  });
}

function leadersOf({ leaders, seed }: SpaceConfig, roster: Roster): Roster["replicas"] {
  const eligible = rankedList(eligibleLeaders(roster, leaders.eligible));
  const drawn =
    leaders.order === "random"
      ? permuted(eligible, keyedPermutation(eligible.size, seed, "leaders"))
      : eligible;
  const chosen = limited(drawn, leaders.limit);
  return Array.from({ length: Number(chosen.size) }, (_, index) => chosen.unrank(BigInt(index)));
}

const nothing = (path: string, wrong: string, allowed?: string): InputError =>
  new InputError([{ path, wrong, ...(allowed === undefined ? {} : { allowed }) }]);

const outOfRange = (index: bigint, size: bigint): InputError =>
  nothing("", `${index} is not a scenario's number`, `from 0 to ${size - 1n}`);
