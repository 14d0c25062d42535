/** The decisions of Safety (3.4): which votes and timeouts may be signed, what they commit. */
import type { Round, StateId } from "../../protocol/ids.js";
import { follows, maxRound } from "../../protocol/ids.js";
import type { QC, TC } from "./messages/certificates.js";
import { allow, deny } from "./decision.js";
import type { Decision } from "./decision.js";
import type { SafetyState } from "./state.js";

/** Inputs of safe_to_vote and safe_to_timeout: a round, the round of its QC, the TC before it. */
export interface RoundClaim {
  readonly round: Round;
  readonly qcRound: Round;
  readonly tc: TC | null;
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
