/** The durable state of a replica, written before the vote, timeout or proposal it covers. */
import type { DurableState } from "../../../protocol/host/effect.js";
import type { ReplicaId, Round } from "../../../protocol/ids.js";
import type { Block } from "../messages/block.js";
import type { QC, TC } from "../messages/certificates.js";
import type { Replica } from "../replica.js";

/** The rounds keep a restarted replica safe; the other fields keep it live, even if all restart. */
export interface ConsensusState {
  readonly highestVoteRound: Round;
  readonly highestQcRound: Round;
  readonly currentRound: Round;
  /** The last round in which this replica proposed. */
  readonly proposedRound: Round;
  readonly highQc: QC;
  readonly highCommitQc: QC;
  readonly lastRoundTc: TC | null;
  /** Blocks above the committed root, parents first. No other replica may have them. */
  readonly pendingBlocks: readonly Block[];
  readonly leaders: readonly (readonly [Round, ReplicaId])[];
}

/** Whether a durable state is of this protocol. */
export const isConsensusState = (durable: DurableState): durable is ConsensusState =>
  "highCommitQc" in durable;

const NO_LEADERS: readonly (readonly [Round, ReplicaId])[] = [];

/** save_consensus_state (3.4). */
export function persist({ state, effects, context }: Replica): void {
  if (context.quiet === true) return;
  const { safety, pacemaker, blockTree, main, leaderElection } = state;
  const { reputationLeaders } = leaderElection;
  const pendingBlocks: Block[] = [];
  for (const block of blockTree.pendingBlocks.values()) pendingBlocks.push(block);
  const durable: ConsensusState = {
    highestVoteRound: safety.highestVoteRound,
    highestQcRound: safety.highestQcRound,
    currentRound: pacemaker.currentRound,
    proposedRound: main.proposedRound,
    highQc: blockTree.highQc,
    highCommitQc: blockTree.highCommitQc,
    lastRoundTc: pacemaker.lastRoundTc,
    pendingBlocks,
    leaders: reputationLeaders.size === 0 ? NO_LEADERS : [...reputationLeaders],
  };
  effects.push({ kind: "persist", durable });
}
