/** The decisions that make Fast-HotStuff safe, and the bugs: each replaces one of them. */
import { breachesOf, follows, replaceRules } from "../../protocol/index.js";
import type { RuleBug } from "../../protocol/index.js";
import { areConsecutive } from "../chained/index.js";
import type { Rules } from "../chained/index.js";

/** The rules of the paper. */
export const correctRules: Rules = {
  quorum: ({ quorum }) => quorum,
  /** SafeProposal: the certificate is of the view before, or the highest of n-f (AggQC). */
  mayVote: ({ view, voted, parent, proven }) => view > voted && (follows(view, parent) || proven),
  /** There is no lock: what a proposal must stand on is proven. It is kept for a bug. */
  locks: 1,
  /** A two-chain of consecutive views commits its first block. */
  commits: (ancestors) => (areConsecutive(ancestors, 2) ? 2 : 0),
  proves: true,
};

const PROOF =
  "without the certificate of the view before, a proposal proves with n-f others " +
  "that its own is the highest";

const BUGS = {
  small_quorum: {
    breaks: "n-f votes certify a block",
    rules: { quorum: ({ quorum }) => quorum - 1 },
  },
  votes_again: {
    breaks: "a replica votes at most once in a view",
    rules: {
      mayVote: ({ view, voted, parent, proven }) =>
        view >= voted && (follows(view, parent) || proven),
    },
  },
  commits_over_gaps: {
    breaks: "the two blocks of a two-chain that commits are of consecutive views",
    rules: { commits: (ancestors) => (ancestors.length >= 2 ? 2 : 0) },
  },
  no_proof: {
    breaks: PROOF,
    rules: { mayVote: ({ view, voted }) => view > voted, proves: false },
  },
  preferred_round: {
    breaks: PROOF,
    rules: {
      mayVote: ({ view, voted, parent, locked }) => view > voted && parent >= locked,
      proves: false,
    },
  },
} as const satisfies Readonly<Record<string, RuleBug<Rules>>>;

/** The name of an injectable bug. */
export type BugName = keyof typeof BUGS;

/** By bug: the rule that it breaks. */
export const breaches = breachesOf<BugName>(BUGS);

/** The correct rules with those of the bugs in their place. */
export const rulesWith = (names: readonly BugName[]): Rules =>
  replaceRules<Rules, BugName>(correctRules, BUGS, names);
