/** The parts of a round: renamed or left out node by node, and each absent where it is empty. */
import type { NodeId, ReplicaId } from "../../../lib/protocol/ids.js";
import type { LinkException, RoundConfiguration } from "../../../lib/scenario/model.js";
import { inOrder } from "./subject.js";

/** A round in the making: parts that turn out to be empty are left out. */
export type RoundDraft = Pick<RoundConfiguration, "leader" | "partition" | "drops"> & {
  readonly [Part in "phases" | "hears" | "exceptions" | "restarts" | "order"]?:
    RoundConfiguration[Part] | undefined;
};

/** A round without its empty parts. */
export function roundOf(draft: RoundDraft): RoundConfiguration {
  const { leader, partition, drops, phases, hears, exceptions, restarts, order } = draft;
  return {
    ...{ leader, partition, drops },
    ...(phases && phases.length > 0 && { phases }),
    ...(hears && hears.length > 0 && { hears }),
    ...(exceptions && exceptions.length > 0 && { exceptions }),
    ...(restarts && restarts.length > 0 && { restarts }),
    ...(order !== undefined && { order }),
  };
}

/** What becomes of the names in a round. */
export interface Renaming {
  /** All nodes afterwards, in the order that holds everywhere. */
  readonly nodes: readonly NodeId[];
  readonly leader: (leader: ReplicaId) => ReplicaId;
  /** Undefined: the node is left out. */
  readonly node: (node: NodeId) => NodeId | undefined;
}

/** A round with other names. What is about a node that is left out is left out, too. */
export function renamedRound(
  round: RoundConfiguration,
  { nodes, leader, node }: Renaming,
): RoundConfiguration {
  const all = (names: readonly NodeId[]): readonly NodeId[] =>
    names.flatMap((name) => node(name) ?? []);
  const groups = (partition: RoundConfiguration["partition"]): RoundConfiguration["partition"] =>
    inOrder(partition.map(all), nodes);
  return roundOf({
    leader: leader(round.leader),
    partition: groups(round.partition),
    drops: round.drops.flatMap((drop) => {
      const [from, to] = [node(drop.from), node(drop.to)];
      return from === undefined || to === undefined ? [] : { from, to, type: drop.type };
    }),
    phases: round.phases?.map(({ of, partition }) => ({ of, partition: groups(partition) })),
    hears: round.hears
      ?.map(({ of, hearers }) => ({ of, hearers: all(hearers) }))
      .filter(hasHearers),
    exceptions: round.exceptions
      ?.map((each) => ({ ...each, from: all(each.from), to: all(each.to) }))
      .filter(isAboutLinks),
    restarts: round.restarts?.flatMap(({ node: name, state }) => {
      const renamed = node(name);
      return renamed === undefined ? [] : { node: renamed, state };
    }),
    order: round.order,
  });
}

const hasHearers = ({ hearers }: { readonly hearers: readonly NodeId[] }): boolean =>
  hearers.length > 0;

const isAboutLinks = ({ from, to }: LinkException): boolean => from.length > 0 && to.length > 0;

/** How many exceptions from a round in which everybody hears everybody. */
export function exceptionsIn(round: RoundConfiguration, nodes: number): number {
  const { partition, drops, phases = [], hears = [], exceptions = [], restarts = [] } = round;
  const counts = [
    partition.length - 1 + drops.length + restarts.length,
    ...phases.map((phase) => phase.partition.length),
    ...hears.map(({ hearers }) => nodes - hearers.length + 1),
    ...exceptions.map(({ types, from, to }) => types.length * from.length * to.length),
    round.order === undefined ? 0 : 1,
  ];
  return counts.reduce((all, each) => all + each, 0);
}
