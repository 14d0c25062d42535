/** Bugs in how rounds pass, blocks are committed and missing ones are fetched (3.1, 3.2, 3.5). */
import type { Bugs } from "./bug.js";

export const bugsOfProgress = {
  vote_leader_current_round: {
    breaks: "3.1 process_proposal_msg: the vote goes to the leader of the current round",
    rules: (rules) => ({ ...rules, voteCollectorRound: (current) => current }),
  },
  free_running_timer: {
    breaks:
      "3.5 start_timer: the timer does not restart on a new round, and ends whichever it fires in",
    rules: (rules) => ({
      ...rules,
      startsTimer: (by) => by === "start",
      endsRound: () => true,
    }),
  },
  stale_tc: {
    breaks: "3.5 advance_round_qc: last_round_tc is never cleared",
    rules: (rules) => ({ ...rules, lastRoundTcAfterQc: (lastRoundTc) => lastRoundTc }),
  },
  commit_single_block: {
    breaks: "3.2 commit: the uncommitted ancestors of a block are not committed with it",
    rules: (rules) => ({ ...rules, committedPath: (path) => rules.committedPath(path).slice(-1) }),
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
  accept_second_genesis: {
    breaks: "sync: a chain that forks from the committed prefix is accepted",
    rules: (rules) => ({
      ...rules,
      acceptsChain: (first, known) => known.has(first.parentId),
    }),
  },
} as const satisfies Bugs;
