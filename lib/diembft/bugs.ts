/** Injected bugs: each the correct rules with one decision replaced. */
import { GENESIS_ROUND, previousRound } from "../protocol/ids.js";
import { TC } from "./certificates.js";
import { correctRules } from "./rules.js";
import type { Rules } from "./rules.js";

/** A bug as a person needs to know it. */
export interface Bug {
  readonly rules: (rules: Rules) => Rules;
  /** The paper's line that it breaks. */
  readonly breaks: string;
}

export const bugs = {
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
  small_quorum: {
    breaks: "3.3 and 3.5: certificates are made and accepted with one signer fewer than a quorum",
    rules: (rules) => ({
      ...rules,
      qcQuorum: (validators) => rules.qcQuorum(validators) - 1,
      tcQuorum: (validators) => rules.tcQuorum(validators) - 1,
    }),
  },
  long_commit_chain: {
    breaks:
      "sync: the responder starts one block too early, and the requester executes it again on a " +
      "missing parent",
    rules: (rules) => ({
      ...rules,
      syncedChain: (chainAfterKnown, known) =>
        known === null ? chainAfterKnown : [known, ...chainAfterKnown],
      missingBlocks: (chain) => chain,
    }),
  },
  vote_leader_current_round: {
    breaks: "3.1 process_proposal_msg: the vote goes to the leader of the current round",
    rules: (rules) => ({ ...rules, voteCollectorRound: (current) => current }),
  },
  no_safe_to_extend: {
    breaks: "3.4 safe_to_extend: the high QC rounds that a TC reports are ignored",
    rules: (rules) => ({
      ...rules,
      safeToVote: (safety, claim) => rules.safeToVote(safety, { ...claim, tc: mute(claim.tc) }),
    }),
  },
  commit_any_two_chain: {
    breaks: "3.4 commit_state_id_candidate: any two-chain commits, consecutive or not",
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
  small_timeout_quorum: {
    breaks: "3.5: a TC is made and accepted at f+1 signers",
    rules: (rules) => ({ ...rules, tcQuorum: ({ faulty }) => faulty + 1 }),
  },
} as const satisfies Readonly<Record<string, Bug>>;

/** A TC that reports nothing. */
const mute = (tc: TC | null): TC | null =>
  tc && new TC(tc.round, [GENESIS_ROUND], tc.tmoSignatures);

export type BugName = keyof typeof bugs;

export const isBugName = (name: string): name is BugName => Object.hasOwn(bugs, name);

/** The correct rules with the named bugs in them. */
export const rulesWith = (names: readonly BugName[]): Rules =>
  names.reduce((rules, name) => bugs[name].rules(rules), correctRules);
