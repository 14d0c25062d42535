import { tooManyTwins } from "./partition-state.js";
import type { Joining, PartitionState } from "./partition-state.js";

/** Beyond this, counting takes longer than anybody waits. */
const MOST_STATES = 50_000;
/** Counts kept before we forget them all: some tens of megabytes. */
const MOST_REMEMBERED = 200_000;

/** What is known of a node's choice: it opens a group, it joins some group, it joins this one. */
export type Choice = "opens" | "joins" | number;

/**
 * Counts the ways in which the nodes can join exactly `size` groups, when the choices of the last
 * few nodes are known. Counts are remembered, so looking up many partitions is quick.
 */
export class PartitionCounter {
  readonly joining: Joining;
  readonly size: number;
  /** Whether states that differ in the order of groups only are counted together. */
  readonly #orderMatters: boolean;
  /** For each number of nodes, the states that so many can reach, and in how many ways. */
  readonly #reached: readonly Level[];
  #open: Choices;
  #remembered = 0;

  constructor(joining: Joining, size: number, orderMatters: boolean) {
    this.joining = joining;
    this.size = size;
    this.#orderMatters = orderMatters;
    this.#reached = this.#reach();
    this.#open = this.#forget();
  }

  /** No choice is known. */
  get open(): Choices {
    if (this.#remembered > MOST_REMEMBERED) {
      this.#open = this.#forget();
      this.#remembered = 0;
    }
    return this.#open;
  }

  noteRemembered(): void {
    this.#remembered += 1;
  }

  reached(nodes: number): Iterable<Reached> {
    return this.#reached[nodes]?.values() ?? [];
  }

  key({ groups, settled }: PartitionState): string {
    const ordered = this.#orderMatters ? groups : groups.toSorted((a, b) => a - b);
    return `${settled ? "+" : "-"}${ordered.join()}`;
  }

  /** Which groups a choice allows, and the states that they lead to. */
  *after(state: PartitionState, node: number, choice: Choice): Generator<Joined> {
    const { length } = state.groups;
    const first = choice === "opens" ? length : choice === "joins" ? 0 : choice;
    const end = choice === "opens" ? this.size : length;
    const last = choice === "joins" ? length - 1 : first;
    for (let group = first; group <= last && group < end; group += 1) {
      const next = this.joining.join(state, node, group);
      if (next !== undefined) yield { group, state: next };
    }
  }

  isWhole({ groups, settled }: PartitionState): boolean {
    return groups.length === this.size && settled;
  }

  #forget(): Choices {
    return new Choices(this, this.joining.nodes, undefined, undefined);
  }

  #reach(): readonly Level[] {
    const { start, nodes } = this.joining;
    const levels: Level[] = [new Map([[this.key(start), { state: start, ways: 1n }]])];
    for (let node = 0; node < nodes; node += 1) {
      const level = this.#next(levels[node]?.values() ?? [], node);
      if (level.size > MOST_STATES) throw tooManyTwins();
      levels.push(level);
    }
    return levels;
  }

  #next(level: Iterable<Reached>, node: number): Level {
    const next = new Map<string, Reached>();
    for (const { state, ways } of level) {
      const joins = this.after(state, node, "joins");
      for (const joined of [...this.after(state, node, "opens"), ...joins]) {
        const key = this.key(joined.state);
        next.set(key, { state: joined.state, ways: ways + (next.get(key)?.ways ?? 0n) });
      }
    }
    return next;
  }
}

/** A node has joined a group. */
interface Joined {
  readonly group: number;
  readonly state: PartitionState;
}

type Level = ReadonlyMap<string, Reached>;

interface Reached {
  readonly state: PartitionState;
  readonly ways: bigint;
}

/** The choices of all nodes from one on. */
export class Choices {
  /** The first node whose choice is known. */
  readonly node: number;
  readonly first: Choice | undefined;
  readonly rest: Choices | undefined;
  readonly #counter: PartitionCounter;
  readonly #earlier = new Map<Choice, Choices>();
  readonly #completions = new Map<string, bigint>();
  #total: bigint | undefined;

  constructor(
    counter: PartitionCounter,
    node: number,
    first: Choice | undefined,
    rest: Choices | undefined,
  ) {
    this.#counter = counter;
    this.node = node;
    this.first = first;
    this.rest = rest;
  }

  /** These choices and that of the node before. */
  with(choice: Choice): Choices {
    const known = this.#earlier.get(choice);
    if (known !== undefined) return known;
    const choices = new Choices(this.#counter, this.node - 1, choice, this);
    this.#earlier.set(choice, choices);
    return choices;
  }

  /** How many partitions agree with these choices. */
  get total(): bigint {
    if (this.#total !== undefined) return this.#total;
    let total = 0n;
    for (const { state, ways } of this.#counter.reached(this.node)) {
      total += ways * this.completions(state);
    }
    this.#total = total;
    return total;
  }

  /** How many partitions agree with these choices and with what the nodes before have chosen. */
  completions(state: PartitionState): bigint {
    const { rest, first } = this;
    if (rest === undefined || first === undefined) return this.#counter.isWhole(state) ? 1n : 0n;
    const key = this.#counter.key(state);
    const known = this.#completions.get(key);
    if (known !== undefined) return known;
    let count = 0n;
    for (const next of this.#counter.after(state, this.node, first)) {
      count += rest.completions(next.state);
    }
    this.#completions.set(key, count);
    this.#counter.noteRemembered();
    return count;
  }
}
