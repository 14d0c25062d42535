/** The decisions of Tendermint, and the bugs: each replaces one of them. */
import { breachesOf, GENESIS_ROUND, replaceRules } from "../../protocol/index.js";
import type { BlockId, Round, RuleBug, ValidatorSet } from "../../protocol/index.js";

/** No round: the paper's -1. Rounds begin at 1. */
export const NO_ROUND = GENESIS_ROUND;

/** What a process is locked on: lockedValue and lockedRound. */
export interface Lock {
  readonly value: BlockId | null;
  readonly round: Round;
}

/** No lock: nil and -1. */
export const UNLOCKED: Lock = { value: null, round: NO_ROUND };

/** What a process looks at as it receives a proposal. */
export interface Offer {
  readonly value: BlockId;
  readonly validRound: Round;
}

/** What a process decides. */
export interface Rules {
  /** How many prevotes for a value let it precommit (lines 28, 36 and 44): 2f+1. */
  polka(validators: ValidatorSet): number;
  /** How many precommits decide (line 49): 2f+1. */
  decides(validators: ValidatorSet): number;
  /** Whether a proposer proposes its valid value, if it has one (lines 15 and 16). */
  readonly proposesValid: boolean;
  /** Lines 23 and 29: whether a proposal gets a prevote. */
  mayPrevote(offer: Offer, lock: Lock): boolean;
  /** What to prevote for where a proposal is refused or missed (lines 26, 32 and 59): nil. */
  otherwise(lock: Lock): BlockId | null;
  /** Lines 38 and 39: the lock after a precommit for a value. */
  lock(value: BlockId, round: Round): Lock;
  /** Line 45: the lock after 2f+1 prevotes for nil. */
  lockAfterNil(lock: Lock): Lock;
  /** Line 47: whether a process waits before it leaves a round, for precommits still to come. */
  readonly waitsForPrecommits: boolean;
  /** Whether a second vote of a sender in a slot counts, if it is for another value. */
  readonly keepsEveryVote: boolean;
  /** Whether what was received is relayed. */
  readonly relays: boolean;
}

/** The rules of the paper. */
export const correctRules: Rules = {
  polka: ({ quorum }) => quorum,
  decides: ({ quorum }) => quorum,
  proposesValid: true,
  mayPrevote: ({ value, validRound }, lock) =>
    lock.round === NO_ROUND ||
    lock.value === value ||
    (validRound !== NO_ROUND && lock.round <= validRound),
  otherwise: () => null,
  lock: (value, round) => ({ value, round }),
  lockAfterNil: (lock) => lock,
  waitsForPrecommits: true,
  keepsEveryVote: true,
  relays: true,
};

const LOCK = "a process that is locked prevotes for no other value (lines 22 and 23)";

const BUGS = {
  small_quorum: {
    breaks: "2f+1 votes make a quorum",
    rules: {
      polka: ({ quorum }) => quorum - 1,
      decides: ({ quorum }) => quorum - 1,
    },
  },
  precommit_on_f_plus_1: {
    breaks: "a process precommits a value that 2f+1 prevoted (line 36)",
    rules: { polka: ({ faulty }) => faulty + 1 },
  },
  no_lock: {
    breaks: LOCK,
    rules: { lock: () => UNLOCKED },
  },
  unlocks_on_nil: {
    breaks: "2f+1 prevotes for nil do not unlock (lines 44 to 46)",
    rules: { lockAfterNil: () => UNLOCKED },
  },
  prevotes_lock: {
    breaks: "where a proposal is refused or missed, the prevote is for nil (lines 26, 32 and 59)",
    rules: { otherwise: ({ value }) => value },
  },
  never_unlocks: {
    breaks: "2f+1 prevotes of a round after the lock's unlock (line 29)",
    rules: { mayPrevote: ({ value }, lock) => lock.round === NO_ROUND || lock.value === value },
  },
  any_valid_round: {
    breaks: "what was prevoted before the lock's round does not unlock (line 29)",
    rules: {
      mayPrevote: (offer, lock) =>
        offer.validRound !== NO_ROUND || correctRules.mayPrevote(offer, lock),
    },
  },
  proposes_new: {
    breaks: "a proposer proposes its valid value, if it has one (lines 15 and 16)",
    rules: { proposesValid: false },
  },
  leaves_at_once: {
    breaks: "after 2f+1 precommits a process waits for the others (line 48)",
    rules: { waitsForPrecommits: false },
  },
  keeps_first_vote: {
    breaks: "of a process that votes twice, both votes count",
    rules: { keepsEveryVote: false },
  },
  no_relay: {
    breaks: "what a correct process has received reaches all correct processes (section 2.1)",
    rules: { relays: false },
  },
} as const satisfies Readonly<Record<string, RuleBug<Rules>>>;

/** The name of an injectable bug. */
export type BugName = keyof typeof BUGS;

/** By bug: the rule that it breaks. */
export const breaches = breachesOf<BugName>(BUGS);

/** The correct rules with those of the bugs in their place. */
export const rulesWith = (names: readonly BugName[]): Rules =>
  replaceRules<Rules, BugName>(correctRules, BUGS, names);
