/** The rules of DiemBFT as a record of functions, which a bug replaces one by one. */
import type { EntryCause } from "../../protocol/host/effect.js";
import type { BlockId, Round, StateId } from "../../protocol/ids.js";
import { maxRound, nextRound } from "../../protocol/ids.js";
import type { Block } from "./messages/block.js";
import { hasSigned } from "./messages/certificates.js";
import type { QC, TC } from "./messages/certificates.js";
import type { Decision } from "./decision.js";
import { commitStateIdCandidate, safeToTimeout, safeToVote } from "./safety-rules.js";
import type { RoundClaim } from "./safety-rules.js";
import type { SafetyState } from "./state.js";
import { checkCertificate } from "./messages/verify-certificates.js";
import type { CertificateRules } from "./messages/verify-certificates.js";

/** The blocks that the requester of a sync knows. */
export interface KnownBlocks {
  /** Pending or committed. */
  has(id: BlockId): boolean;
  /** Pending or the committed root, so that another block can be executed on it. */
  canExtend(id: BlockId): boolean;
}

/**
 * The decisions that make the protocol safe and live, as a record, so that a bug is a spread with
 * one of them replaced (`bugs.ts`) and no rule holds a flag.
 */
export interface Rules extends CertificateRules {
  /** Whether the last of these votes completes a QC. */
  completesQc(votes: number, quorum: number): boolean;
  /** Whether a QC takes the place of the highest. */
  raisesHighQc(qc: QC, highQc: QC): boolean;
  /** Safety.safe_to_vote (3.4): whether a block of this round may be voted for, and why. */
  safeToVote(safety: SafetyState, claim: RoundClaim): Decision;
  /** Safety.safe_to_timeout (3.4): whether a timeout of this round may be signed, and why. */
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
  /** The new `last_round_tc` when a QC ends a round. */
  lastRoundTcAfterQc(lastRoundTc: TC | null): TC | null;
  /** Whether a round that is entered so gets a timer of its own. */
  startsTimer(by: EntryCause): boolean;
  /** Whether a timer that was started in one round gives up another. */
  endsRound(timer: Round, current: Round): boolean;
  /** Whether the leader's turn comes with a QC that it forms. */
  opensRound(qc: Round, current: Round): boolean;
  /** Whether a leader that has proposed up to some round proposes in this one. */
  mayPropose(round: Round, proposed: Round): boolean;
  /** Whose leader collects the votes cast in a round. */
  voteCollectorRound(current: Round): Round;
  /** The part of a pending path (from the committed root to a block) to commit. */
  committedPath(path: readonly Block[]): readonly Block[];
  /** The response to a sync: the chain after the requester's known block (null: genesis). */
  syncedChain(chainAfterKnown: readonly Block[], known: Block | null): readonly Block[];
  /** Whether a requester takes a chain whose first block that it lacks is this one. */
  acceptsChain(first: Block, known: KnownBlocks): boolean;
  /** The part of a received chain that the requester executes. */
  missingBlocks(chain: readonly Block[], known: KnownBlocks): readonly Block[];
  /** The state of Safety after a restart. */
  restoredSafety(saved: Readonly<SafetyState>): Readonly<SafetyState>;
}

/** The rules of the paper. */
export const correctRules: Rules = {
  qcQuorum: (validators) => validators.quorum,
  tcQuorum: (validators) => validators.quorum,
  hasSigned,
  completesQc: (votes, quorum) => votes === quorum,
  checkCertificate,
  raisesHighQc: (qc, highQc) => qc.round > highQc.round,
  safeToVote,
  safeToTimeout,
  highestVoteRoundAfterTimeout: (safety, round) => maxRound(round, safety.highestVoteRound),
  highestQcRoundAfterVote: (safety, qcRound) => maxRound(qcRound, safety.highestQcRound),
  commitStateIdCandidate,
  lastRoundTcAfterQc: () => null,
  startsTimer: () => true,
  endsRound: (timer, current) => timer === current,
  opensRound: (qc, current) => qc >= current,
  mayPropose: (round, proposed) => round > proposed,
  voteCollectorRound: nextRound,
  committedPath: (path) => path,
  syncedChain: (chainAfterKnown) => chainAfterKnown,
  acceptsChain: (first, known) => known.canExtend(first.parentId),
  missingBlocks: (chain, known) => chain.filter((block) => !known.has(block.id)),
  restoredSafety: (saved) => saved,
};
