/** The choices of drops in the groups of a partition, as ranked sets in two orders. */
import type { NodeId } from "../../protocol/ids.js";
import type { Drop } from "../../scenario/model.js";
import { DropSets } from "./drop-sets.js";
import { DEFAULT_DROP_TYPES } from "./drop-types.js";

type Group = readonly NodeId[];

/** The ways to list drops. `original`: with repetitions, and of a node to itself, as it did. */
export const DROP_LISTINGS = ["sets", "original"] as const;
export type DropListing = (typeof DROP_LISTINGS)[number];

/** Which choices each group has, and how many of them. */
export interface DropsConfig {
  readonly listing: DropListing;
  readonly limit: number;
  /** Words for what may be lost, in the order in which they are chosen. */
  readonly types?: readonly string[] | undefined;
}

/** The drops of a round: a choice for each group; the choice of the first group varies fastest. */
export interface DropChoices {
  /** How many choices each group has, where that is the same for all; else undefined. */
  readonly perGroup: bigint | undefined;
  /** How many choices a partition has. */
  count(partition: readonly Group[]): bigint;
  /** The drops with a number of [0, count). */
  at(partition: readonly Group[], index: bigint): readonly Drop[];
  /** The number of some drops, or undefined if they are not among the choices. */
  indexOf(partition: readonly Group[], drops: readonly Drop[]): bigint | undefined;
}

/** The first `limit` choices of each group, by the listing; the first is to lose nothing. */
export const dropChoices = ({
  listing,
  limit,
  types = DEFAULT_DROP_TYPES,
}: DropsConfig): DropChoices =>
  choicesOf(listing === "original" ? originalDrops(limit, types) : setsOfDrops(limit, types));

/** The choices of one group. */
interface GroupDrops {
  readonly perGroup: bigint | undefined;
  count(group: Group): bigint;
  at(group: Group, index: bigint): readonly Drop[];
  indexOf(group: Group, drops: readonly Drop[]): bigint | undefined;
}

const choicesOf = (each: GroupDrops): DropChoices => ({
  perGroup: each.perGroup,
  count: (partition) => partition.reduce((all, group) => all * each.count(group), 1n),
  at(partition, index) {
    let rest = index;
    return partition.flatMap((group) => {
      const choices = each.count(group);
      const drops = each.at(group, rest % choices);
      rest /= choices;
      return drops;
    });
  },
  indexOf(partition, drops) {
    let index = 0n;
    let placed = 0;
    for (const group of partition.toReversed()) {
      const own = drops.filter(({ from }) => group.includes(from));
      const choice = each.indexOf(group, own);
      if (choice === undefined) return undefined;
      index = index * each.count(group) + choice;
      placed += own.length;
    }
    return placed === drops.length ? index : undefined;
  },
});

type Types = readonly string[];

/** Every set of drops between different nodes in which no drop covers another. */
function setsOfDrops(limit: number, types: Types): GroupDrops {
  const bySize = new Map<number, DropSets>();
  const setsOf = ({ length }: Group): DropSets => {
    let sets = bySize.get(length);
    if (sets === undefined) bySize.set(length, (sets = new DropSets(length, types, limit)));
    return sets;
  };
  return {
    perGroup: limit === 1 ? 1n : undefined,
    count: (group) => setsOf(group).count,
    at: (group, index) => setsOf(group).at(group, index),
    indexOf: (group, drops) => setsOf(group).indexOf(group, drops),
  };
}

/*
 * The original's choices of a group, without end: nothing; then one drop, by sender, then receiver
 * (the sender included), then type; then any two drops, the first varying fastest; then any three;
 * and so on. So a choice is a number in bijective base m, with the m single drops as digits 1 to m
 * and the least significant digit first.
 */
function originalDrops(limit: number, types: Types): GroupDrops {
  const most = BigInt(limit);
  return {
    perGroup: most,
    count: () => most,
    at(group, index) {
      const base = singles(group, types);
      const drops: Drop[] = [];
      for (let rest = Number(index); rest > 0; rest = Math.floor((rest - 1) / base)) {
        drops.push(...single(group, types, (rest - 1) % base));
      }
      return drops;
    },
    indexOf(group, drops) {
      const choice = originalChoice(group, types, drops);
      return choice < limit ? BigInt(choice) : undefined;
    },
  };
}

const singles = (group: Group, types: Types): number => group.length * group.length * types.length;

function single(group: Group, types: Types, index: number): readonly Drop[] {
  const pair = Math.floor(index / types.length);
  const from = group[Math.floor(pair / group.length)];
  const to = group[pair % group.length];
  const type = types[index % types.length];
  return from === undefined || to === undefined || type === undefined ? [] : [{ from, to, type }];
}

/** NaN for what is no choice. */
const originalChoice = (group: Group, types: Types, drops: readonly Drop[]): number =>
  drops.reduceRight((choice, { from, to, type }) => {
    const [sender, receiver, kind] = [group.indexOf(from), group.indexOf(to), types.indexOf(type)];
    if (receiver < 0 || kind < 0) return Number.NaN;
    const index = (sender * group.length + receiver) * types.length + kind;
    return choice * singles(group, types) + index + 1;
  }, 0);
