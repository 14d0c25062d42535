import { InputError } from "../scenario/problem.js";
import type { Roster } from "../scenario/model.js";
import { rosterQuorum } from "../scenario/roster.js";

/** What a partition must satisfy to be in a list. */
export interface PartitionFilter {
  /** Some group holds a quorum of distinct identities: a twin beside its replica adds nothing. */
  readonly requireQuorum: boolean;
  /** No twin is in its replica's group. */
  readonly twinsApart: boolean;
}

/**
 * All that the future needs to know of a partition of the first few nodes: a number per group, in
 * the order in which they were opened. Nodes join in the order of the roster.
 */
export interface PartitionState {
  readonly groups: readonly number[];
  /** Some group has a quorum, or none is asked for. */
  readonly settled: boolean;
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
export class Joining {
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
    this.start = { groups: [], settled: !filter.requireQuorum };
    this.#filter = filter;
    this.#quorum = rosterQuorum(roster);
    this.#replicas = replicas.length;
    this.#twinned = [
      ...replicas.map((replica) => twins.indexOf(replica)),
      ...twins.map((_, twin) => twin),
    ];
  }

  /** What a state becomes when a node joins a group, a new one if there is no such group yet. */
  join(state: PartitionState, node: number, group: number): PartitionState | undefined {
    const groups = [...state.groups];
    if (group === groups.length) groups.push(0);
    const home = node < this.#replicas ? -1 : this.#leaveHome(groups, node);
    if (home === group && this.#filter.twinsApart) return undefined;
    const identity = !state.settled && home !== group ? 1 : 0;
    const joined = (groups[group] ?? 0) + identity + this.#mark(node, state.settled);
    groups[group] = joined;
    return !state.settled && identities(joined) >= this.#quorum
      ? { groups: groups.map((other) => this.#settle(other)), settled: true }
      : { groups, settled: state.settled };
  }

  /** Finds the group of a twin's replica, which from now on need not be known. */
  #leaveHome(groups: number[], node: number): number {
    const bit = bitOf(this.#twinned[node] ?? 0);
    const home = groups.findIndex((group) => has(group, bit));
    if (home >= 0) groups[home] = (groups[home] ?? 0) - bit;
    return home;
  }

  /** What a group remembers of a twinned replica until its twin has joined a group, too. */
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
