/** What a replica must not forget, written before the vote, timeout or proposal that it covers. */
import type { DurableState } from "../protocol/effect.js";
import type { ReplicaId, Round } from "../protocol/ids.js";
import type { Block } from "./block.js";
import type { QC, TC } from "./certificates.js";
import type { Replica } from "./replica.js";

/** The rounds keep a restarted replica safe; with the rest it goes on, even if all restart. */
export class ConsensusState implements DurableState {
  readonly highestVoteRound: Round;
  readonly highestQcRound: Round;
  readonly currentRound: Round;
  readonly proposedRound: Round;
  readonly highQc: QC;
  readonly highCommitQc: QC;
  readonly lastRoundTc: TC | null;
  /** Above the committed root, parents first. Nobody else may have them. */
  readonly pendingBlocks: readonly Block[];
  readonly leaders: readonly (readonly [Round, ReplicaId])[];

  constructor(content: Readonly<ConsensusState>) {
    this.highestVoteRound = content.highestVoteRound;
    this.highestQcRound = content.highestQcRound;
    this.currentRound = content.currentRound;
    this.proposedRound = content.proposedRound;
    this.highQc = content.highQc;
    this.highCommitQc = content.highCommitQc;
    this.lastRoundTc = content.lastRoundTc;
    this.pendingBlocks = content.pendingBlocks;
    this.leaders = content.leaders;
  }
}

/** save_consensus_state (3.4). */
export function persist({ state, effects }: Replica): void {
  const { safety, pacemaker, blockTree, main, leaderElection } = state;
  const durable = new ConsensusState({
    highestVoteRound: safety.highestVoteRound,
    highestQcRound: safety.highestQcRound,
    currentRound: pacemaker.currentRound,
    proposedRound: main.proposedRound,
    highQc: blockTree.highQc,
    highCommitQc: blockTree.highCommitQc,
    lastRoundTc: pacemaker.lastRoundTc,
    pendingBlocks: [...blockTree.pendingBlocks.values()],
    leaders: [...leaderElection.reputationLeaders],
  });
  effects.push({ kind: "persist", durable });
}
