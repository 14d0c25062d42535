/** The decisions of two-round Simplex, and the bugs: each replaces one of them. */
import { breachesOf, replaceRules } from "../../protocol/index.js";
import type { RuleBug, ValidatorSet } from "../../protocol/index.js";
import type { Rules } from "../simplex-style/index.js";

/** n-3f: more than the 2f votes that may be for another block than the decided one. */
const enoughToCertify = ({ ids, faulty }: ValidatorSet): number => ids.length - 3 * faulty;

/** The rules of the post, by their numbers in it. */
export const correctRules: Rules = {
  /** 2. */
  notarizes: enoughToCertify,
  /** 3. */
  nullifies: enoughToCertify,
  /** 4. */
  decides: ({ quorum }) => quorum,
  finalizes: false,
  certifiesByQuorum: false,
  timer: 2,
  /** 2. */
  mayVote: ({ voted, nullified }) => !voted && !nullified,
  /** 3. */
  mayNullify: ({ voted }) => !voted,
  /** 5. */
  nullifiesSplitVotes: true,
  mayFinalize: () => false,
  /** 6. */
  mayLeave: ({ voted, nullified }) => voted || nullified,
  checksSkipped: true,
};

const BUGS = {
  small_decision: {
    breaks: "n-f votes decide (4)",
    rules: { decides: ({ quorum }) => quorum - 1 },
  },
  small_certificate: {
    breaks: "n-3f votes certify a block (2)",
    rules: { notarizes: (validators) => enoughToCertify(validators) - 1 },
  },
  small_skip: {
    breaks: "n-3f votes skip a view (3)",
    rules: { nullifies: (validators) => enoughToCertify(validators) - 1 },
  },
  large_certificates: {
    breaks: "n-3f votes certify, not n-f (2 and 3)",
    rules: { notarizes: ({ quorum }) => quorum, nullifies: ({ quorum }) => quorum },
  },
  votes_again: {
    breaks: "a replica votes for one block in a view (2)",
    rules: { mayVote: ({ nullified }) => !nullified },
  },
  stays_with_split_votes: {
    breaks: "n-f votes of which none is certified skip a view (5)",
    rules: { nullifiesSplitVotes: false },
  },
  leaves_without_vote: {
    breaks: "a replica votes before it leaves a view (6)",
    rules: { mayLeave: () => true },
  },
  unchecked_skips: {
    breaks: "a proposal proves that all views after its parent are skipped (2)",
    rules: { checksSkipped: false },
  },
} as const satisfies Readonly<Record<string, RuleBug<Rules>>>;

/** The name of an injectable bug. */
export type BugName = keyof typeof BUGS;

/** By bug: the rule that it breaks. */
export const breaches = breachesOf<BugName>(BUGS);

/** The correct rules with those of the bugs in their place. */
export const rulesWith = (names: readonly BugName[]): Rules =>
  replaceRules<Rules, BugName>(correctRules, BUGS, names);
