/** The decisions that make Streamlet safe, and the bugs: each replaces one of them. */
import { breachesOf, GENESIS_ROUND, replaceRules } from "../../protocol/index.js";
import type { Round, RuleBug, ValidatorSet } from "../../protocol/index.js";

/** The epochs of a notarized chain's blocks, in order. Genesis is not among them. */
export type Epochs = readonly Round[];

/** What a replica decides. */
export interface Rules {
  /** How many distinct votes notarize a block. */
  quorum(validators: ValidatorSet): number;
  /** Whether a proposal of this epoch is answered, after that of an earlier one was. */
  mayAnswer(epoch: Round, answered: Round): boolean;
  /** Whether a block that extends this notarized chain gets a vote, given all that are known. */
  mayExtend(chain: Epochs, notarized: readonly Epochs[]): boolean;
  /** How many blocks from the beginning of a notarized chain its end makes final. */
  finalized(chain: Epochs): number;
}

/** The rules of the paper. */
export const correctRules: Rules = {
  quorum: ({ quorum }) => quorum,
  mayAnswer: (epoch, answered) => epoch > answered,
  mayExtend: (chain, notarized) => chain.length >= longest(notarized),
  finalized: (chain) => (endsConsecutively(chain, 3) ? chain.length - 1 : 0),
};

const longest = (chains: readonly Epochs[]): number =>
  Math.max(...chains.map(({ length }) => length));

const lastOf = (chain: Epochs): Round => chain.at(-1) ?? GENESIS_ROUND;

/** Whether a chain, genesis included, ends in so many blocks of consecutive epochs. */
function endsConsecutively(chain: Epochs, count: number): boolean {
  const last = [GENESIS_ROUND, ...chain].slice(-count);
  return last.length === count && last.every((epoch, at) => epoch - at === last[0]);
}

const LONGEST = "a vote is for a block that extends one of the longest notarized chains";
const THREE = "three adjacent blocks of consecutive epochs finalize the second of them";

const BUGS = {
  small_quorum: {
    breaks: "two thirds of the replicas notarize a block",
    rules: { quorum: ({ quorum }) => quorum - 1 },
  },
  several_votes: {
    breaks: "a replica votes at most once in an epoch",
    rules: { mayAnswer: () => true },
  },
  any_notarized_tip: { breaks: LONGEST, rules: { mayExtend: () => true } },
  one_shorter: {
    breaks: LONGEST,
    rules: { mayExtend: (chain, notarized) => chain.length >= longest(notarized) - 1 },
  },
  last_notarized_epoch: {
    breaks: LONGEST,
    rules: {
      mayExtend: (chain, notarized) => lastOf(chain) >= Math.max(...notarized.map(lastOf)),
    },
  },
  any_three_epochs: {
    breaks: THREE,
    rules: { finalized: (chain) => (chain.length >= 2 ? chain.length - 1 : 0) },
  },
  third_of_three: {
    breaks: THREE,
    rules: { finalized: (chain) => (endsConsecutively(chain, 3) ? chain.length : 0) },
  },
  first_of_two: {
    breaks: THREE,
    rules: { finalized: (chain) => (endsConsecutively(chain, 2) ? chain.length - 1 : 0) },
  },
  second_of_two: {
    breaks: THREE,
    rules: { finalized: (chain) => (endsConsecutively(chain, 2) ? chain.length : 0) },
  },
} as const satisfies Readonly<Record<string, RuleBug<Rules>>>;

/** The name of an injectable bug. */
export type BugName = keyof typeof BUGS;

/** By bug: the rule that it breaks. */
export const breaches = breachesOf<BugName>(BUGS);

/** The correct rules with those of the bugs in their place. */
export const rulesWith = (names: readonly BugName[]): Rules =>
  replaceRules<Rules, BugName>(correctRules, BUGS, names);
