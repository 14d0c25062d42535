/** The orders in which partitions are numbered, with rank and unrank. */
import { invariant } from "../../protocol/assert.js";
import { isChosen } from "./partition-counter.js";
import type { Choice, PartitionChoices, PartitionCounter } from "./partition-counter.js";
import type { PartitionState } from "./partition-builder.js";

/** Of each node, in the roster's order, the group it is in; groups count from 0 as they open. */
export type Partition = readonly number[];

/** One way to go, and how many partitions lie there. */
interface Alternative {
  readonly choice: Choice;
  readonly count: bigint;
}

/** Chooses one of the alternatives for a node; they come in the order of the listing. */
interface BranchChooser {
  pick<A extends Alternative>(alternatives: readonly A[], node: number): A;
}

/** An order of partitions: the walk from all of them to one, by the guide's choices. */
export type PartitionOrder = (counter: PartitionCounter, chooser: BranchChooser) => Partition;

/**
 * The original's order: of the last node first, then of the one before it, and so on, it is said
 * whether it opens a group; then, from the first node on, which group it joins.
 */
export const groupFastest: PartitionOrder = (counter, chooser) => {
  const partition: number[] = [];
  let choices: PartitionChoices | undefined = backwards(counter, chooser, ["opens", "joins"]);
  let state = counter.builder.start;
  while (choices?.first !== undefined) {
    const picked: Joined = chooser.pick(joinings(counter, state, choices), choices.node);
    partition.push(picked.choice);
    state = picked.state;
    choices = choices.rest;
  }
  return partition;
};

/** The groups that a node may join, with what lies beyond. */
function joinings(
  counter: PartitionCounter,
  state: PartitionState,
  { node, first, rest }: PartitionChoices,
): readonly Joined[] {
  const open = state.groups.length;
  return [...Array(open + 1).keys()]
    .filter((group) => first !== undefined && isChosen(first, group, open))
    .flatMap((group) => {
      const next = counter.builder.join(state, node, group);
      const number = next && counter.numberOf(next, node + 1);
      if (next === undefined || number === undefined) return [];
      return [{ choice: group, count: rest?.completions[number] ?? 0n, state: next }];
    });
}

interface Joined extends Alternative {
  readonly choice: number;
  readonly state: PartitionState;
}

/** The order of LibTwins: of the last node first it is said which group it opens or joins. */
export const groupSlowest: PartitionOrder = (counter, chooser) => {
  const groups = Array.from({ length: counter.size }, (_, group) => group);
  let choices: PartitionChoices | undefined = backwards(counter, chooser, ["opens", ...groups]);
  const partition: number[] = [];
  let opened = 0;
  for (; choices?.first !== undefined; choices = choices.rest) {
    partition.push(typeof choices.first === "number" ? choices.first : opened);
    if (choices.first === "opens") opened += 1;
  }
  return partition;
};

/** Fixes a choice for every node, the last one first. */
function backwards(
  counter: PartitionCounter,
  chooser: BranchChooser,
  kinds: readonly Choice[],
): PartitionChoices {
  let choices = counter.open;
  while (choices.node > 0) {
    const alternatives = kinds.map((choice) => {
      const next: PartitionChoices = choices.with(choice);
      return { choice, next, count: next.total };
    });
    choices = chooser.pick(alternatives, choices.node - 1).next;
  }
  return choices;
}

/** The partition with a number. */
export function partitionAt(
  list: PartitionOrder,
  counter: PartitionCounter,
  index: bigint,
): Partition {
  let rest = index;
  return list(counter, {
    pick(alternatives) {
      for (const alternative of alternatives) {
        if (rest < alternative.count) return alternative;
        rest -= alternative.count;
      }
      throw new RangeError(`there is no partition with the number ${index}`);
    },
  });
}

/** The number of a partition that the counter counts. */
export function indexOfPartition(
  list: PartitionOrder,
  counter: PartitionCounter,
  partition: Partition,
): bigint {
  let index = 0n;
  const isMade = (choice: Choice, node: number): boolean => {
    const group = partition[node] ?? -1;
    if (typeof choice === "number") return group === choice;
    return (choice === "opens") === (partition.indexOf(group) === node);
  };
  list(counter, {
    pick(alternatives, node) {
      for (const alternative of alternatives) {
        if (isMade(alternative.choice, node)) return alternative;
        index += alternative.count;
      }
      invariant(false, "a counted partition can be walked to", { partition, node });
    },
  });
  return index;
}
