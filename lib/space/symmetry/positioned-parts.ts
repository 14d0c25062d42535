/** How renamings of nodes act on groups, and on the parts of version 2 of a round. */
import type { NodeId } from "../../protocol/ids.js";
import type { RoundConfiguration } from "../../scenario/model.js";
import type { Renaming } from "./renaming.js";

type Positions = ReadonlyMap<NodeId, number>;

/** The parts of a round with nodes by their positions; an order of arrivals has none. */
export interface PositionedParts {
  readonly phases: readonly { readonly of: string; readonly groups: readonly number[] }[];
  /** Hear sets, exceptions and restarts: what is said, and of which nodes, in sets. */
  readonly others: readonly { readonly what: string; readonly sets: readonly Positioned[] }[];
}

type Positioned = readonly number[];

/** By position: the number of each node's group. */
export function groupNumbers(
  partition: RoundConfiguration["partition"],
  position: Positions,
): readonly number[] {
  const groups = new Array<number>(position.size);
  partition.forEach((group, at) => {
    for (const node of group) groups[position.get(node) ?? 0] = at;
  });
  return groups;
}

export function renamedGroups(groups: readonly number[], renaming: Renaming): readonly number[] {
  const moved = [...groups];
  groups.forEach((group, at) => (moved[renaming[at] ?? 0] = group));
  return moved;
}

/** The same whatever the order of the groups. */
export function groupsKey(groups: readonly number[]): string {
  const opened: number[] = [];
  let key = "";
  for (const group of groups) {
    let at = opened.indexOf(group);
    if (at < 0) at = opened.push(group) - 1;
    key += `${at},`;
  }
  return key;
}

export function positionedParts(
  { phases = [], hears = [], exceptions = [], restarts = [] }: RoundConfiguration,
  position: Positions,
): PositionedParts {
  const at = (nodes: readonly NodeId[]): Positioned => nodes.map((node) => position.get(node) ?? 0);
  return {
    phases: phases.map(({ of, partition }) => ({ of, groups: groupNumbers(partition, position) })),
    others: [
      ...hears.map(({ of, hearers }) => ({ what: `heard ${of}`, sets: [at(hearers)] })),
      ...exceptions.map(({ types, from, to, effect }) => ({
        what: JSON.stringify([types, effect]),
        sets: [at(from), at(to)],
      })),
      ...restarts.map(({ node, state }) => ({ what: `restart ${state}`, sets: [at([node])] })),
    ],
  };
}

export const renamedParts = (parts: PositionedParts, renaming: Renaming): PositionedParts => ({
  phases: parts.phases.map(({ of, groups }) => ({ of, groups: renamedGroups(groups, renaming) })),
  others: parts.others.map(({ what, sets }) => ({
    what,
    sets: sets.map((set) => set.map((node) => renaming[node] ?? node)),
  })),
});

/** The same whatever the order of the parts, and of the nodes in a set; empty without parts. */
export function partsKey({ phases, others }: PositionedParts): string {
  if (phases.length === 0 && others.length === 0) return "";
  const texts = [
    ...phases.map(({ of, groups }) => `${of}:${groupsKey(groups)}`),
    ...others.map(({ what, sets }) => {
      const nodes = sets.map((set) => [...set].sort((one, other) => one - other).join());
      return `${what} ${nodes.join(">")}`;
    }),
  ];
  return `|${texts.sort().join("|")}`;
}
