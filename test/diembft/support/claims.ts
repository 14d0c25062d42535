/** All small safety states and round claims, for exhaustive tests of the safety rules. */
import { TC } from "../../../lib/protocols/diembft/messages/certificates.js";
import type { RoundClaim } from "../../../lib/protocols/diembft/safety-rules.js";
import type { SafetyState } from "../../../lib/protocols/diembft/state.js";
import { round } from "../../../lib/protocol/ids.js";

/** What a rule of Safety is asked: may this be signed, after what was signed before? */
export interface SafetyQuery {
  readonly safety: SafetyState;
  readonly claim: RoundClaim;
}

export const claimOf = (at: number, qcRound: number, tc: TC | null = null): RoundClaim => ({
  round: round(at),
  qcRound: round(qcRound),
  tc,
});

/** A TC of a round whose signers reported these rounds. The rules do not look at signatures. */
export const tcOf = (of: number, reports: readonly number[]): TC =>
  new TC(round(of), reports.map(round), []);

export const safetyOf = (voted: number, locked: number): SafetyState => ({
  highestVoteRound: round(voted),
  highestQcRound: round(locked),
});

const ROUNDS = [0, 1, 2, 3, 4];
/** No TC, and those of each round with reports below, at and above each other. */
const TCS = [
  null,
  ...ROUNDS.flatMap((of) =>
    [
      [0, 1],
      [2, 0],
      [1, 3],
    ].map((reports) => tcOf(of, reports)),
  ),
];

const SAFETIES = ROUNDS.flatMap((voted) => ROUNDS.map((locked) => safetyOf(voted, locked)));
const CLAIMS = ROUNDS.flatMap((at) =>
  ROUNDS.flatMap((qcRound) => TCS.map((tc) => claimOf(at, qcRound, tc))),
);

/** Every combination of small rounds. */
export function* everySafetyQuery(): Generator<SafetyQuery> {
  for (const safety of SAFETIES) for (const claim of CLAIMS) yield { safety, claim };
}
