/** Counts the partitions that agree with given choices. */
import { PartitionLevels } from "./partition-levels.js";
import type { Level, StepBudget } from "./partition-levels.js";
import type { PartitionBuilder, PartitionState } from "./partition-builder.js";

/** The given information on a node: it opens a group, joins some group, or joins this one. */
export type Choice = "opens" | "joins" | number;

/** Counts that are kept, until all are forgotten: some tens of megabytes. */
const MOST_REMEMBERED = 3_000_000;
const LARGEST_WORD = 2n ** 64n - 1n;

type Counts = BigUint64Array | bigint[];

/**
 * Counts the ways in which the nodes can join exactly `size` groups, when the choices of the last
 * few nodes are known. Counts are remembered, so looking up many partitions is quick.
 */
export class PartitionCounter {
  readonly builder: PartitionBuilder;
  readonly size: number;
  readonly #levels: PartitionLevels;
  #open: PartitionChoices;
  #remembered = 0;

  constructor(
    builder: PartitionBuilder,
    size: number,
    how: { readonly orderMatters: boolean; readonly budget: StepBudget },
  ) {
    this.builder = builder;
    this.size = size;
    this.#levels = new PartitionLevels(builder, size, how);
    this.#open = new PartitionChoices(this, builder.nodes, undefined, undefined);
  }

  /** No choice is known. */
  get open(): PartitionChoices {
    if (this.#remembered > MOST_REMEMBERED) {
      this.#open = new PartitionChoices(this, this.builder.nodes, undefined, undefined);
      this.#remembered = 0;
    }
    return this.#open;
  }

  /** The reachable states after n nodes. */
  level(nodes: number): Level {
    const level = this.#levels.levels[nodes];
    if (level === undefined) throw new RangeError(`there is no node ${nodes}`);
    return level;
  }

  /** Room for a count of each state of a level. */
  countsFor({ states }: Level): Counts {
    const { length } = states;
    this.#remembered += length;
    // No count exceeds that of all partitions, filtered or not.
    const isSmall = BigInt(this.size) ** BigInt(this.builder.nodes) <= LARGEST_WORD;
    return isSmall ? new BigUint64Array(length) : new Array<bigint>(length).fill(0n);
  }

  /** The index of a state among those reachable after n nodes. */
  numberOf(state: PartitionState, nodes: number): number | undefined {
    return this.level(nodes).numbers.get(this.#levels.key(state));
  }

  isWhole({ groups, hasQuorum }: PartitionState): boolean {
    return groups.length === this.size && hasQuorum;
  }
}

/** The choices of all nodes from one on. */
export class PartitionChoices {
  /** The first node whose choice is known. */
  readonly node: number;
  readonly first: Choice | undefined;
  readonly rest: PartitionChoices | undefined;
  readonly #counter: PartitionCounter;
  readonly #earlier = new Map<Choice, PartitionChoices>();
  #completions: Counts | undefined;
  #total: bigint | undefined;

  constructor(
    counter: PartitionCounter,
    node: number,
    first: Choice | undefined,
    rest: PartitionChoices | undefined,
  ) {
    this.#counter = counter;
    this.node = node;
    this.first = first;
    this.rest = rest;
  }

  /** These choices and that of the node before. */
  with(choice: Choice): PartitionChoices {
    const known = this.#earlier.get(choice);
    if (known !== undefined) return known;
    const choices = new PartitionChoices(this.#counter, this.node - 1, choice, this);
    this.#earlier.set(choice, choices);
    return choices;
  }

  /** How many partitions agree with these choices. */
  get total(): bigint {
    this.#total ??= this.#counter
      .level(this.node)
      .ways.reduce((sum, ways, number) => sum + ways * (this.completions[number] ?? 0n), 0n);
    return this.#total;
  }

  /** For each state of the nodes before: how many partitions it and these choices agree with. */
  get completions(): Counts {
    this.#completions ??= this.#count();
    return this.#completions;
  }

  #count(): Counts {
    const level = this.#counter.level(this.node);
    const counts = this.#counter.countsFor(level);
    const { rest, first } = this;
    level.states.forEach((state, number) => {
      if (rest === undefined || first === undefined) {
        counts[number] = this.#counter.isWhole(state) ? 1n : 0n;
        return;
      }
      let count = 0n;
      for (const { group, next } of level.steps[number] ?? []) {
        if (isChosen(first, group, state.groups.length)) count += rest.completions[next] ?? 0n;
      }
      counts[number] = count;
    });
    return counts;
  }
}

/** Whether a choice allows a group, given the number of open groups. */
export const isChosen = (choice: Choice, group: number, open: number): boolean =>
  choice === "opens" ? group === open : group < open && (choice === "joins" || choice === group);
