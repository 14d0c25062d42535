/** The states that a partition can be in after each node, with the steps between them. */
import { InputError } from "../../scenario/input/problem.js";
import { tooManyTwins } from "./partition-builder.js";
import type { PartitionBuilder, PartitionState } from "./partition-builder.js";

/** Beyond this limit, counting takes too long. */
const MOST_STATES = 50_000;

/** The same of all steps in a list of partitions; some hundred megabytes. */
const MOST_STEPS = 2_500_000;

/** A node joins a group, and the state is that one of the next level. */
export interface JoinStep {
  readonly group: number;
  readonly next: number;
}

/** All states after n nodes, each with its index. */
export interface Level {
  readonly states: readonly PartitionState[];
  /** In how many ways each can come about. */
  readonly ways: readonly bigint[];
  readonly numbers: ReadonlyMap<string, number>;
  /** Where the next node takes each, group by group, a new one last; none at the last level. */
  readonly steps: readonly (readonly JoinStep[])[];
}

/** The steps that the levels of a list of partitions may still take. */
export class StepBudget {
  #left = MOST_STEPS;

  /** Throws {@link InputError} if too few remain. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw tooManySteps();
  }
}

const tooManySteps = (): InputError =>
  new InputError([
    {
      path: "partitions.groups",
      wrong: "has more ways for the nodes to join groups than can be counted in time",
      allowed: "fewer groups, replicas or twins",
    },
  ]);

/** The ways in which nodes can join at most `size` groups, one after the other. */
export class PartitionLevels {
  readonly builder: PartitionBuilder;
  readonly size: number;
  readonly levels: readonly Level[];
  /** Whether states that differ only in the order of their groups are kept apart. */
  readonly #orderMatters: boolean;
  readonly #budget: StepBudget;

  constructor(
    builder: PartitionBuilder,
    size: number,
    { orderMatters, budget }: { readonly orderMatters: boolean; readonly budget: StepBudget },
  ) {
    this.builder = builder;
    this.size = size;
    this.#orderMatters = orderMatters;
    this.#budget = budget;
    this.levels = this.#build();
  }

  key({ groups, hasQuorum }: PartitionState): string {
    const ordered = this.#orderMatters ? groups : groups.toSorted((a, b) => a - b);
    return `${hasQuorum ? "+" : "-"}${ordered.join()}`;
  }

  #build(): readonly Level[] {
    const { start, nodes } = this.builder;
    const levels: Level[] = [];
    let next = new LevelBuilder();
    next.add(this.key(start), start, 1n);
    for (let node = 0; node <= nodes; node += 1) {
      const { states, ways, numbers } = next;
      if (states.length > MOST_STATES) throw tooManyTwins();
      next = new LevelBuilder();
      levels.push({ states, ways, numbers, steps: this.#steps(node, { states, ways }, next) });
    }
    return levels;
  }

  #steps(
    node: number,
    { states, ways }: Pick<Level, "states" | "ways">,
    next: LevelBuilder,
  ): readonly (readonly JoinStep[])[] {
    if (node === this.builder.nodes) return [];
    return states.map((state, number) => {
      const steps: JoinStep[] = [];
      this.#budget.spend(Math.min(state.groups.length + 1, this.size));
      for (let group = 0; group <= state.groups.length && group < this.size; group += 1) {
        const joined = this.builder.join(state, node, group);
        if (joined === undefined) continue;
        steps.push({ group, next: next.add(this.key(joined), joined, ways[number] ?? 0n) });
      }
      return steps;
    });
  }
}

/** The states of a level, as they are found. */
class LevelBuilder {
  readonly states: PartitionState[] = [];
  readonly ways: bigint[] = [];
  readonly numbers = new Map<string, number>();

  add(key: string, state: PartitionState, ways: bigint): number {
    const known = this.numbers.get(key);
    const number = known ?? this.states.length;
    if (known === undefined) {
      this.numbers.set(key, number);
      this.states.push(state);
    }
    this.ways[number] = (this.ways[number] ?? 0n) + ways;
    return number;
  }
}
