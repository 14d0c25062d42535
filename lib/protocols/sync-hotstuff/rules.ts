/** The decisions that make Sync HotStuff safe, and the bugs: each replaces one of them. */
import { breachesOf, replaceRules } from "../../protocol/index.js";
import type { Round, RuleBug, ValidatorSet } from "../../protocol/index.js";

/** What a replica looks at before it votes for an offer of its view. */
export interface Ballot {
  readonly view: Round;
  /** The view in which the offered block, or the parent of a new one, is certified. */
  readonly certified: Round;
  /** Whether that certificate ranks as high as the one that the replica is locked on. */
  readonly reachesLock: boolean;
  /** Whether that certificate ranks as high as any that the replica knows. */
  readonly reachesHighest: boolean;
}

/** What a replica decides. */
export interface Rules {
  /** How many votes certify a block: f+1. */
  certifies(validators: ValidatorSet): number;
  /** How many blames end a view: f+1. */
  blames(validators: ValidatorSet): number;
  /** How long after its vote a replica commits a block, in Δ. */
  readonly commitsAfter: number;
  /**
   * Whether a leader has the block that it builds on certified again in its view, before it
   * proposes.
   */
  readonly certifiesAgain: boolean;
  /** Whether a replica votes for the block that a new view begins with. */
  mayVoteFirst(ballot: Ballot): boolean;
  /** Whether a replica votes for a new block. */
  mayVote(ballot: Ballot): boolean;
  /** Whether two offers of a leader for blocks that conflict end its view. */
  readonly detectsEquivocation: boolean;
  /** How long a replica that quits a view waits before it enters the next one, in Δ. */
  readonly quitWait: number;
  /** How long the leader of a new view waits for statuses, in Δ. */
  readonly statusWait: number;
}

/** The rules of the published protocol (IEEE S&P 2020, figures 1 and 2). */
export const correctRules: Rules = {
  certifies: ({ faulty }) => faulty + 1,
  blames: ({ faulty }) => faulty + 1,
  commitsAfter: 2,
  certifiesAgain: true,
  mayVoteFirst: ({ reachesLock }) => reachesLock,
  /**
   * Whoever votes for a block in a view makes every correct replica vote for it within Δ: the
   * certificate that the block stands on is of this view, so that no lock is in the way.
   */
  mayVote: ({ view, certified }) => certified === view,
  detectsEquivocation: true,
  quitWait: 1,
  statusWait: 2,
};

const BUGS = {
  small_certificate: {
    breaks: "f+1 votes certify a block",
    rules: { certifies: ({ faulty }) => faulty },
  },
  small_blame: {
    breaks: "f+1 blames end a view",
    rules: { blames: ({ faulty }) => faulty },
  },
  /** The protocol before Momose and Cruz (eprint 2019/1484). */
  proposes_on_old_certificate: {
    breaks: "a leader proposes on a block that is certified in its own view",
    rules: { certifiesAgain: false, mayVote: ({ reachesHighest }) => reachesHighest },
  },
  ignores_lock: {
    breaks: "a view begins with a block that ranks as high as the lock",
    rules: { mayVoteFirst: () => true },
  },
  commits_early: {
    breaks: "a block is committed 2Δ after the vote for it",
    rules: { commitsAfter: 1 },
  },
  ignores_equivocation: {
    breaks: "two blocks of a leader that conflict end its view",
    rules: { detectsEquivocation: false },
  },
  enters_at_once: {
    breaks: "a replica waits for Δ before it enters the next view",
    rules: { quitWait: 0 },
  },
  no_status_wait: {
    breaks: "the leader of a new view waits for 2Δ",
    rules: { statusWait: 0 },
  },
} as const satisfies Readonly<Record<string, RuleBug<Rules>>>;

/** The name of an injectable bug. */
export type BugName = keyof typeof BUGS;

/** By bug: the rule that it breaks. */
export const breaches = breachesOf<BugName>(BUGS);

/** The correct rules with those of the bugs in their place. */
export const rulesWith = (names: readonly BugName[]): Rules =>
  replaceRules<Rules, BugName>(correctRules, BUGS, names);
