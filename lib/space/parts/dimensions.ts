/** The dimensions of a space that version 2 of the language added: one numbered list for each. */
import type { NodeId } from "../../protocol/ids.js";
import type {
  ExceptionEffect,
  LinkException,
  Roster,
  RoundConfiguration,
} from "../../scenario/model.js";
import { rosterNodes } from "../../scenario/roster.js";
import { groupsOf, partitionOf } from "../partitions/groups.js";
import { partitions } from "../partitions/partitions.js";
import { limited } from "../ranked-set.js";
import { labelledSubsets } from "./labelled-subsets.js";
import type { Labelled } from "./labelled-subsets.js";
import type { LinkSetsConfig, PartsConfig } from "./parts-config.js";

/** The parts of a round besides leader, partition and drops. */
export type Parts = Pick<
  RoundConfiguration,
  "phases" | "hears" | "exceptions" | "restarts" | "order"
>;

/** The choices of one dimension. */
export interface Dimension {
  readonly size: bigint;
  /** The number of the choice that changes nothing; undefined if there is none. */
  readonly calm: bigint | undefined;
  at(index: bigint): Parts;
  /** The number of what a round says of this dimension; undefined if that is no choice of it. */
  indexOf(round: RoundConfiguration): bigint | undefined;
  /** How many items of a round belong to this dimension. */
  itemsIn(round: RoundConfiguration): number;
}

/** The dimensions that a config asks for, in the order in which they vary, slowest first. */
export function dimensionsOf(config: PartsConfig, roster: Roster): readonly Dimension[] {
  const nodes = rosterNodes(roster).map(({ id }) => id);
  const { phases = [], hears = [], exceptions, delays, restarts, orders } = config;
  return [
    ...phases.map((phase) => phaseDimension(phase, roster, nodes)),
    ...hears.map((hear) => hearDimension(hear, nodes)),
    ...(exceptions === undefined ? [] : [linkDimension(exceptions, exceptions.effects, nodes)]),
    ...(delays === undefined ? [] : [linkDimension(delays, delaysOf(delays.halves), nodes)]),
    ...(restarts === undefined ? [] : [restartDimension(restarts, nodes)]),
    ...(orders === undefined ? [] : [orderDimension(orders.atMost)]),
  ];
}

const delaysOf = (halves: readonly number[]): readonly ExceptionEffect[] =>
  halves.map((delay) => ({ delay }));

type PhaseConfig = NonNullable<PartsConfig["phases"]>[number];

/** The partitions of one type or phase. */
function phaseDimension(
  { of, partitions: choice }: PhaseConfig,
  roster: Roster,
  nodes: readonly NodeId[],
): Dimension {
  const set = limited(partitions(roster, { ...choice, listing: "original" }), choice.limit);
  return {
    size: set.size,
    calm: set.rank(nodes.map(() => 0)),
    at: (index) => ({ phases: [{ of, partition: groupsOf(set.unrank(index), nodes) }] }),
    indexOf({ phases = [] }) {
      const own = phases.find((phase) => phase.of === of);
      const partition = own && partitionOf(own.partition, nodes);
      return partition && set.rank(partition);
    },
    itemsIn: ({ phases = [] }) => phases.filter((phase) => phase.of === of).length,
  };
}

type HearConfig = NonNullable<PartsConfig["hears"]>[number];

/** Everybody, which is no hear set; then the sets of nodes without one, of two, and so on. */
function hearDimension({ of, atMost, limit }: HearConfig, nodes: readonly NodeId[]): Dimension {
  const most = Math.min(atMost ?? nodes.length - 1, nodes.length - 1);
  const sets = labelledSubsets(nodes.length, 1, { least: 0, most });
  const all = sets.size + 1n;
  const size = limit === undefined || BigInt(limit) > all ? all : BigInt(limit);
  return {
    size,
    calm: 0n,
    at: (index) =>
      index === 0n ? {} : { hears: [{ of, hearers: membersOf(sets.unrank(index - 1n), nodes) }] },
    indexOf({ hears = [] }) {
      const own = hears.find((set) => set.of === of);
      if (own === undefined) return 0n;
      const positions = positionsOf(own.hearers, nodes);
      const index = sets.rank(positions.map((position) => [position, 0]));
      return index === undefined ? undefined : within(index + 1n, size);
    },
    itemsIn: ({ hears = [] }) => hears.filter((set) => set.of === of).length,
  };
}

const within = (index: bigint, size: bigint): bigint | undefined =>
  index < size ? index : undefined;

const membersOf = (set: readonly Labelled[], nodes: readonly NodeId[]): readonly NodeId[] =>
  set.flatMap(([position]) => nodes[position] ?? []);

const positionsOf = (some: readonly NodeId[], nodes: readonly NodeId[]): readonly number[] =>
  some.map((node) => nodes.indexOf(node)).sort((one, other) => one - other);

/** Sets of exceptions on single links between different nodes, each with one of the effects. */
function linkDimension(
  { types, atMost }: LinkSetsConfig,
  effects: readonly ExceptionEffect[],
  nodes: readonly NodeId[],
): Dimension {
  const places = nodes.flatMap((from) =>
    nodes.flatMap((to) => (from === to ? [] : types.map((type) => ({ from, to, type })))),
  );
  const sets = labelledSubsets(places.length, effects.length, { least: 0, most: atMost });
  const isOwn = ({ types: words }: LinkException): boolean =>
    words.length === 1 && types.some((type) => type === words[0]);
  const placeOf = ({ types: [type], from, to }: LinkException): number =>
    places.findIndex(
      (place) => place.type === type && place.from === from[0] && place.to === to[0],
    );
  return {
    size: sets.size,
    calm: 0n,
    at(index) {
      const exceptions = sets.unrank(index).flatMap(([position, label]) => {
        const [place, effect] = [places[position], effects[label]];
        if (place === undefined || effect === undefined) return [];
        return [{ types: [place.type], from: [place.from], to: [place.to], effect }];
      });
      return exceptions.length === 0 ? {} : { exceptions };
    },
    indexOf({ exceptions = [] }) {
      const own = exceptions.filter(isOwn);
      if (!own.every(({ from, to }) => from.length === 1 && to.length === 1)) return undefined;
      const set = own.map((each): Labelled => [placeOf(each), labelOf(each.effect, effects)]);
      return sets.rank(set.sort(([one], [other]) => one - other));
    },
    itemsIn: ({ exceptions = [] }) => exceptions.filter(isOwn).length,
  };
}

const labelOf = (effect: ExceptionEffect, effects: readonly ExceptionEffect[]): number => {
  const text = JSON.stringify(effect);
  return effects.findIndex((each) => JSON.stringify(each) === text);
};

type RestartsConfig = NonNullable<PartsConfig["restarts"]>;

function restartDimension({ atMost, states }: RestartsConfig, nodes: readonly NodeId[]): Dimension {
  const sets = labelledSubsets(nodes.length, states.length, { least: 0, most: atMost });
  return {
    size: sets.size,
    calm: 0n,
    at(index) {
      const restarts = sets.unrank(index).flatMap(([position, label]) => {
        const [node, state] = [nodes[position], states[label]];
        return node === undefined || state === undefined ? [] : [{ node, state }];
      });
      return restarts.length === 0 ? {} : { restarts };
    },
    indexOf({ restarts = [] }) {
      const set = restarts.map(({ node, state }): Labelled => [
        nodes.indexOf(node),
        states.indexOf(state),
      ]);
      return sets.rank(set.sort(([one], [other]) => one - other));
    },
    itemsIn: ({ restarts = [] }) => restarts.length,
  };
}

/** The usual order, then those of the seeds from 1. */
const orderDimension = (atMost: number): Dimension => ({
  size: BigInt(atMost) + 1n,
  calm: 0n,
  at: (index) => (index === 0n ? {} : { order: Number(index) }),
  indexOf: ({ order = 0 }) => (order <= atMost ? BigInt(order) : undefined),
  itemsIn: ({ order }) => (order === undefined ? 0 : 1),
});
