/** The decisions of Simplex, and the bugs: each replaces one of them. */
import { breachesOf, replaceRules } from "../../protocol/index.js";
import type { RuleBug } from "../../protocol/index.js";
import type { Rules } from "../simplex-style/index.js";

/** The rules of the paper. */
export const correctRules: Rules = {
  notarizes: ({ quorum }) => quorum,
  nullifies: ({ quorum }) => quorum,
  decides: ({ quorum }) => quorum,
  finalizes: true,
  certifiesByQuorum: true,
  timer: 3,
  mayVote: ({ voted, nullified }) => !voted && !nullified,
  mayNullify: () => true,
  nullifiesSplitVotes: false,
  /** The whole safety argument: nobody votes both to skip a view and to finalize in it. */
  mayFinalize: ({ nullified }) => !nullified,
  mayLeave: () => true,
  checksSkipped: true,
};

const BUGS = {
  small_notarization: {
    breaks: "n-f votes notarize a block",
    rules: { notarizes: ({ quorum }) => quorum - 1 },
  },
  small_nullification: {
    breaks: "n-f votes skip a view",
    rules: { nullifies: ({ faulty }) => faulty + 1 },
  },
  small_finalization: {
    breaks: "n-f votes finalize a block",
    rules: { decides: ({ quorum }) => quorum - 1 },
  },
  votes_again: {
    breaks: "a replica votes for one block in a view",
    rules: { mayVote: ({ nullified }) => !nullified },
  },
  finalizes_after_nullify: {
    breaks: "a replica that has voted to skip a view finalizes nothing in it",
    rules: { mayFinalize: () => true },
  },
  unchecked_skips: {
    breaks: "a proposal proves that all views after its parent are skipped",
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
