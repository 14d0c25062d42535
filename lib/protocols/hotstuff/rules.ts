/** The decisions that make chained HotStuff safe, and the bugs: each replaces one of them. */
import { breachesOf, replaceRules } from "../../protocol/index.js";
import type { RuleBug } from "../../protocol/index.js";
import { areConsecutive } from "../chained/index.js";
import type { Rules } from "../chained/index.js";

/** The rules of algorithm 4. */
export const correctRules: Rules = {
  quorum: ({ quorum }) => quorum,
  /** onReceiveProposal, with safeNode: the safety rule, or the liveness rule. */
  mayVote: ({ view, voted, extendsLock, parent, locked }) =>
    view > voted && (extendsLock || parent > locked),
  /** update: a two-chain locks its first block, b'. */
  locks: 2,
  /**
   * update: a three-chain commits its first block, b. DEVIATION: "direct parent" means consecutive
   * heights in algorithm 4, and in algorithm 3 dummy blocks fill the views that are skipped. Here
   * blocks have views, and those of a three-chain must be consecutive.
   */
  commits: (ancestors) => (areConsecutive(ancestors, 3) ? 3 : 0),
  proves: false,
};

const THREE = "a three-chain of consecutive views commits its first block";

const BUGS = {
  small_quorum: {
    breaks: "n-f votes certify a block",
    rules: { quorum: ({ quorum }) => quorum - 1 },
  },
  votes_again: {
    breaks: "a replica votes at most once in a view",
    rules: {
      mayVote: ({ view, voted, extendsLock, parent, locked }) =>
        view >= voted && (extendsLock || parent > locked),
    },
  },
  no_lock: {
    breaks: "a proposal gets a vote if it stands on the lock, or on a later certificate",
    rules: { mayVote: ({ view, voted }) => view > voted },
  },
  any_three_views: {
    breaks: THREE,
    rules: { commits: (ancestors) => (ancestors.length >= 3 ? 3 : 0) },
  },
  two_chain: {
    breaks: THREE,
    rules: { commits: (ancestors) => (areConsecutive(ancestors, 2) ? 2 : 0) },
  },
} as const satisfies Readonly<Record<string, RuleBug<Rules>>>;

/** The name of an injectable bug. */
export type BugName = keyof typeof BUGS;

/** By bug: the rule that it breaks. */
export const breaches = breachesOf<BugName>(BUGS);

/** The correct rules with those of the bugs in their place. */
export const rulesWith = (names: readonly BugName[]): Rules =>
  replaceRules<Rules, BugName>(correctRules, BUGS, names);
