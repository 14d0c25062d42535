import type { Round, StateId } from "../protocol/ids.js";
import { follows, maxRound, nextRound } from "../protocol/ids.js";
import type { ValidatorSet } from "../protocol/validators.js";
import type { Block } from "./block.js";
import type { QC, TC } from "./certificates.js";
import { allow, deny } from "./decision.js";
import type { Decision } from "./decision.js";
import type { SafetyState } from "./state.js";

/** What is asked of safe_to_vote and safe_to_timeout: a round, its QC's round, the TC before it. */
export interface RoundClaim {
  readonly round: Round;
  readonly qcRound: Round;
  readonly tc: TC | null;
}

/** What the requester of a sync knows when it picks the blocks that it lacks. */
export interface KnownBlocks {
  has(block: Block): boolean;
}

/**
 * The decisions that make the protocol safe and live, as a record, so that a bug is a spread with
 * one of them replaced (`bugs.ts`) and no rule holds a flag.
 */
export interface Rules {
  /** Distinct signers that make a QC. */
  qcQuorum(validators: ValidatorSet): number;
  /** Distinct signers that make a TC. */
  tcQuorum(validators: ValidatorSet): number;
  safeToVote(safety: SafetyState, claim: RoundClaim): Decision;
  safeToTimeout(safety: SafetyState, claim: RoundClaim): Decision;
  /** `highest_vote_round` after a timeout of this round. */
  highestVoteRoundAfterTimeout(safety: SafetyState, round: Round): Round;
  /** `highest_qc_round` after a vote for a block with a QC of this round. */
  highestQcRoundAfterVote(safety: SafetyState, qcRound: Round): Round;
  /** The state that a QC for a block of this round commits, or ⊥. */
  commitStateIdCandidate(
    blockRound: Round,
    qc: QC,
    pendingState: (qc: QC) => StateId,
  ): StateId | null;
  /** Whose leader collects the votes cast in a round. */
  voteCollectorRound(current: Round): Round;
  /** What a responder sends: the chain after the block that the requester knows (null: genesis). */
  syncedChain(chainAfterKnown: readonly Block[], known: Block | null): readonly Block[];
  /** What a requester executes of a chain that it received. */
  missingBlocks(chain: readonly Block[], known: KnownBlocks): readonly Block[];
}

const ALREADY_VOTED = deny("voted-in-this-round-or-a-higher-one");
const NOT_ABOVE_QC = deny("round-not-above-its-qc");
const CONSECUTIVE = allow("consecutive");
const EXTENDS_TC = allow("extends-the-highest-qc-of-the-tc");
const NO_TC = deny("gap-without-tc");
const TC_NOT_CONSECUTIVE = deny("tc-not-of-the-round-before");
const QC_TOO_LOW = deny("qc-too-low");
const ROUND_TOO_LOW = deny("round-too-low");
const AFTER_QC = allow("entered-by-qc");
const AFTER_TC = allow("entered-by-tc");
const NOT_ENTERED = deny("round-not-entered-by-qc-or-tc");

/** Safety.safe_to_extend (3.4). DEVIATION: tc may be ⊥, so its absence is tested first. */
export function safeToExtend({ round, qcRound, tc }: RoundClaim): Decision {
  if (tc === null) return NO_TC;
  if (!follows(round, tc.round)) return TC_NOT_CONSECUTIVE;
  return qcRound >= tc.tmoHighQcRounds.reduce(maxRound) ? EXTENDS_TC : QC_TOO_LOW;
}

/** Safety.safe_to_vote (3.4). */
export function safeToVote(safety: SafetyState, claim: RoundClaim): Decision {
  if (claim.round <= safety.highestVoteRound) return ALREADY_VOTED;
  if (claim.round <= claim.qcRound) return NOT_ABOVE_QC;
  return follows(claim.round, claim.qcRound) ? CONSECUTIVE : safeToExtend(claim);
}

/** Safety.safe_to_timeout (3.4). DEVIATION: tc may be ⊥, so its absence is tested first. */
export function safeToTimeout(safety: SafetyState, { round, qcRound, tc }: RoundClaim): Decision {
  if (qcRound < safety.highestQcRound) return QC_TOO_LOW;
  if (round < safety.highestVoteRound || round <= qcRound) return ROUND_TOO_LOW;
  if (follows(round, qcRound)) return AFTER_QC;
  return tc !== null && follows(round, tc.round) ? AFTER_TC : NOT_ENTERED;
}

/** Safety.commit_state_id_candidate (3.4): the 2-chain commit rule. */
export function commitStateIdCandidate(
  blockRound: Round,
  qc: QC,
  pendingState: (qc: QC) => StateId,
): StateId | null {
  return follows(blockRound, qc.round) ? pendingState(qc) : null;
}

/** The rules of the paper. */
export const correctRules: Rules = {
  qcQuorum: (validators) => validators.quorum,
  tcQuorum: (validators) => validators.quorum,
  safeToVote,
  safeToTimeout,
  highestVoteRoundAfterTimeout: (safety, round) => maxRound(round, safety.highestVoteRound),
  highestQcRoundAfterVote: (safety, qcRound) => maxRound(qcRound, safety.highestQcRound),
  commitStateIdCandidate,
  voteCollectorRound: nextRound,
  syncedChain: (chainAfterKnown) => chainAfterKnown,
  missingBlocks: (chain, known) => chain.filter((block) => !known.has(block)),
};
