/** Injected bugs: each the correct rules with one decision replaced. */
import { previousRound } from "../protocol/ids.js";
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
} as const satisfies Readonly<Record<string, Bug>>;

export type BugName = keyof typeof bugs;

export const isBugName = (name: string): name is BugName => Object.hasOwn(bugs, name);

/** The correct rules with the named bugs in them. */
export const rulesWith = (names: readonly BugName[]): Rules =>
  names.reduce((rules, name) => bugs[name].rules(rules), correctRules);
