/** Adds nodes to the groups of a partition one by one, and checks the filters. */
import { InputError } from "../../scenario/input/problem.js";
import type { Roster } from "../../scenario/model.js";
import { rosterQuorum } from "../../scenario/roster.js";

/** The filters on partitions. */
export interface PartitionFilter {
  /** Some group holds a quorum of distinct identities: a twin beside its replica adds nothing. */
  readonly requireQuorum: boolean;
  /** No twin is in its replica's group. */
  readonly twinsApart: boolean;
}

/**
 * All that the rest of a partition depends on, once the first few nodes are placed: a number per
 * group, in the order in which the groups were opened. Nodes join in the order of the roster.
 */
export interface PartitionState {
  readonly groups: readonly number[];
  /** Some group has a quorum, or none is asked for. */
  readonly hasQuorum: boolean;
}

/** With a bit for each, a group's number stays one that a double holds exactly. */
const MOST_TWINS = 40;

/** The filter has to know where every twinned replica is, and there are too many ways. */
export const tooManyTwins = (): InputError =>
  new InputError([
    {
      path: "partitions",
      wrong: "has a filter that cannot be counted with so many twins in so many groups",
      allowed: "fewer twins or groups, or neither requireQuorum nor twinsApart",
    },
  ]);

/* A group's number: how many identities it has, and a bit for each twinned replica in it. */
const IDENTITIES = 256;
const bitOf = (twin: number): number => IDENTITIES * 2 ** twin;
const has = (group: number, bit: number): boolean => Math.floor(group / bit) % 2 === 1;
const identities = (group: number): number => group % IDENTITIES;

/** The nodes of a roster joining groups one by one, as far as a filter can tell them apart. */
export class PartitionBuilder {
  readonly nodes: number;
  readonly start: PartitionState;
  readonly #filter: PartitionFilter;
  readonly #quorum: number;
  /** Of each replica and then of each twin, which twinned identity it is, or -1. */
  readonly #twinned: readonly number[];
  readonly #replicas: number;

  constructor(roster: Roster, filter: PartitionFilter) {
    const { replicas, twins } = roster;
    const filters = filter.requireQuorum || filter.twinsApart;
    if (filters && twins.length > MOST_TWINS) throw tooManyTwins();
    this.nodes = replicas.length + twins.length;
    this.start = { groups: [], hasQuorum: !filter.requireQuorum };
    this.#filter = filter;
    this.#quorum = rosterQuorum(roster);
    this.#replicas = replicas.length;
    this.#twinned = [
      ...replicas.map((replica) => twins.indexOf(replica)),
      ...twins.map((_, twin) => twin),
    ];
  }

  /** The state after a node joins a group, which may be new. */
  join(state: PartitionState, node: number, group: number): PartitionState | undefined {
    const groups = [...state.groups];
    if (group === groups.length) groups.push(0);
    const originalGroup = node < this.#replicas ? -1 : this.#removeOriginal(groups, node);
    if (originalGroup === group && this.#filter.twinsApart) return undefined;
    const identity = !state.hasQuorum && originalGroup !== group ? 1 : 0;
    const joined = (groups[group] ?? 0) + identity + this.#mark(node, state.hasQuorum);
    groups[group] = joined;
    return !state.hasQuorum && identities(joined) >= this.#quorum
      ? { groups: groups.map((other) => this.#settle(other)), hasQuorum: true }
      : { groups, hasQuorum: state.hasQuorum };
  }

  /** Finds the group of a twin's replica, and removes the mark that was needed to find it. */
  #removeOriginal(groups: number[], node: number): number {
    const bit = bitOf(this.#twinned[node] ?? 0);
    const originalGroup = groups.findIndex((group) => has(group, bit));
    if (originalGroup >= 0) groups[originalGroup] = (groups[originalGroup] ?? 0) - bit;
    return originalGroup;
  }

  /** Marks the group of a twinned replica until its twin has joined a group. */
  #mark(node: number, settled: boolean): number {
    const twin = this.#twinned[node] ?? -1;
    return node < this.#replicas && twin >= 0 && this.#remembersTwins(settled) ? bitOf(twin) : 0;
  }

  /** Once settled, identities no longer matter, and places of twins only if they must be apart. */
  #settle(group: number): number {
    return this.#remembersTwins(true) ? group - identities(group) : 0;
  }

  #remembersTwins(settled: boolean): boolean {
    return !settled || this.#filter.twinsApart;
  }
}
