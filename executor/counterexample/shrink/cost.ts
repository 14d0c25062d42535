/** The cost of a scenario: a list of numbers, of which the first that differs decides. */
import { notationOf } from "../../../lib/scenario/notation.js";
import type { RoundConfiguration } from "../../../lib/scenario/model.js";
import { exceptionsIn } from "./parts.js";
import { nodesOf, simplestLeader } from "./subject.js";
import type { Subject } from "./subject.js";

/** Lower is simpler. */
export interface Cost {
  readonly numbers: readonly number[];
  /** The rounds on one line: decides where no number does. */
  readonly text: string;
}

/**
 * In this order: rounds, twins, replicas, exceptions (groups beyond the first of a round, drops and
 * so on), leaders that differ from the simplest one, changes from one round to the next, and the
 * number: leaders and groups by their places in the roster.
 */
export function costOf(subject: Subject): Cost {
  const { roster, rounds } = subject;
  const texts = rounds.map((round) => notationOf([round]));
  const simplest = simplestLeader(roster);
  return {
    numbers: [
      ...[rounds.length, roster.twins.length, roster.replicas.length],
      sum(rounds.map((round) => exceptionsIn(round, nodesOf(subject).length))),
      sum(rounds.map(({ leader }) => Number(leader !== simplest))),
      sum(texts.map((text, index) => Number(index > 0 && text !== texts[index - 1]))),
      ...rounds.flatMap((round) => numbersOf(round, subject)),
    ],
    text: texts.join("; "),
  };
}

const numbersOf = (
  { leader, partition }: RoundConfiguration,
  subject: Subject,
): readonly number[] => [
  subject.roster.replicas.indexOf(leader),
  ...nodesOf(subject).map((node) => partition.findIndex((group) => group.includes(node))),
];

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** Whether the first cost is lower. */
export function isLower(one: Cost, other: Cost): boolean {
  for (const [index, number] of one.numbers.entries()) {
    const against = other.numbers[index] ?? 0;
    if (number !== against) return number < against;
  }
  return one.text < other.text;
}
