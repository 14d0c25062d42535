/** Bugs in what Safety (3.4) signs and remembers. */
import { GENESIS_ROUND, previousRound } from "../../../protocol/ids.js";
import type { Bugs } from "./bug.js";
import { TC } from "../messages/certificates.js";

/** A TC that reports nothing. */
const withoutReports = (tc: TC | null): TC | null =>
  tc && new TC(tc.round, [GENESIS_ROUND], tc.tmoSignatures);

export const bugsOfSafety = {
  conflicting_votes: {
    breaks: "3.4 safe_to_vote: a vote is also allowed when block_round = highest_vote_round",
    rules: (rules) => ({
      ...rules,
      safeToVote: (safety, claim) =>
        rules.safeToVote(
          claim.round === safety.highestVoteRound
            ? { ...safety, highestVoteRound: previousRound(claim.round) }
            : safety,
          claim,
        ),
    }),
  },
  no_safe_to_extend: {
    breaks: "3.4 safe_to_extend: the high QC rounds that a TC reports are ignored",
    rules: (rules) => ({
      ...rules,
      safeToVote: (safety, claim) =>
        rules.safeToVote(safety, { ...claim, tc: withoutReports(claim.tc) }),
    }),
  },
  commit_any_two_chain: {
    breaks: "3.4 commit_state_id_candidate: a two-chain commits, consecutive or not",
    rules: (rules) => ({
      ...rules,
      commitStateIdCandidate: (_, qc, pendingState) => pendingState(qc),
    }),
  },
  timeout_does_not_stop_voting: {
    breaks: "3.4 make_timeout: highest_vote_round is not raised",
    rules: (rules) => ({
      ...rules,
      highestVoteRoundAfterTimeout: ({ highestVoteRound }) => highestVoteRound,
    }),
  },
  timeout_ignores_highest_qc: {
    breaks: "3.4 safe_to_timeout: highest_qc_round is ignored",
    rules: (rules) => ({
      ...rules,
      safeToTimeout: (safety, claim) =>
        rules.safeToTimeout({ ...safety, highestQcRound: GENESIS_ROUND }, claim),
    }),
  },
  forget_highest_qc: {
    breaks: "3.4 make_vote: highest_qc_round is never raised",
    rules: (rules) => ({
      ...rules,
      highestQcRoundAfterVote: ({ highestQcRound }) => highestQcRound,
    }),
  },
  amnesia: {
    breaks: "3.4: a restarted replica has forgotten highest_vote_round and highest_qc_round",
    rules: (rules) => ({
      ...rules,
      restoredSafety: () => ({ highestVoteRound: GENESIS_ROUND, highestQcRound: GENESIS_ROUND }),
    }),
  },
} as const satisfies Bugs;
