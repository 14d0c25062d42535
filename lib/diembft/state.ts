/** A replica's state, one part per module of the paper. Plain data: cheap to copy and compare. */
import { FIRST_ROUND, GENESIS_ROUND, maxRound } from "../protocol/ids.js";
import type { BlockId, Digest, ReplicaId, Round, StateId } from "../protocol/ids.js";
import type { Block, CommittedBlock } from "./block.js";
import type { LedgerCommitInfo, Place, QC, Signed, TC, VoteInfo } from "./certificates.js";
import type { Genesis } from "./genesis.js";
import type { ProposalMsg } from "./messages.js";

/** Block-Tree (3.3). */
export interface BlockTreeState {
  /** Blocks above the committed root, each connected to it. */
  readonly pendingBlocks: Map<BlockId, Block>;
  /** By digest of the ledger commit info. */
  readonly pendingVotes: Map<Digest, VoteSet>;
  highQc: QC;
  highCommitQc: QC;
}

/** Votes for one ledger commit info, one per identity. */
export interface VoteSet {
  readonly voteInfo: VoteInfo;
  readonly ledgerCommitInfo: LedgerCommitInfo;
  readonly signatures: Signed[];
}

/** Ledger (3.2). The blocks below the root live behind the ledger port. */
export interface LedgerState {
  /** The last committed block. */
  root: Place;
  rootStateId: StateId;
  /** Speculated states, by block. */
  readonly pendingStates: Map<BlockId, StateId>;
  /** Committed blocks that the port may not hold yet, since the host appends after the event. */
  recent: CommittedBlock[];
}

/** Safety (3.4): two rounds and nothing else; the keys are the context's. */
export interface SafetyState {
  highestVoteRound: Round;
  highestQcRound: Round;
}

/** Pacemaker (3.5). */
export interface PacemakerState {
  currentRound: Round;
  lastRoundTc: TC | null;
  /** The last round that this replica gave up. */
  timedOutRound: Round;
  /** By round. */
  readonly pendingTimeouts: Map<Round, TimeoutSet>;
}

/** Timeouts of one round, one per identity. */
export interface TimeoutSet {
  readonly signatures: Signed[];
  readonly highQcRounds: Round[];
}

/** Leader-Election (3.7). */
export interface LeaderElectionState {
  readonly reputationLeaders: Map<Round, ReplicaId>;
}

/** A certificate whose block is missing, and whom to ask for it, in turn. */
export interface WantedBlock {
  readonly qc: QC;
  /** The highest round of the messages that showed it. */
  round: Round;
  readonly targets: readonly ReplicaId[];
}

/** Block sync (ours), by the block wanted. */
export interface SyncState {
  readonly wanted: Map<BlockId, WantedBlock>;
}

/** Main (3.1): what waits for missing blocks. */
export interface MainState {
  /** Proposals of the current round whose parent is missing. */
  waitingProposals: ProposalMsg[];
  /** The last round in which this replica proposed. */
  proposedRound: Round;
  /** The last round in which it was to propose, in case the block to extend is missing. */
  deferredRound: Round;
}

export interface DiemState {
  readonly genesis: Genesis;
  readonly main: MainState;
  readonly ledger: LedgerState;
  readonly blockTree: BlockTreeState;
  readonly safety: SafetyState;
  readonly pacemaker: PacemakerState;
  readonly leaderElection: LeaderElectionState;
  readonly sync: SyncState;
}

export function initialState(genesis: Genesis): DiemState {
  return {
    genesis,
    main: { waitingProposals: [], proposedRound: GENESIS_ROUND, deferredRound: GENESIS_ROUND },
    ledger: {
      root: { id: genesis.id, round: GENESIS_ROUND },
      rootStateId: genesis.stateId,
      pendingStates: new Map(),
      recent: [],
    },
    blockTree: {
      pendingBlocks: new Map(),
      pendingVotes: new Map(),
      highQc: genesis.qc,
      highCommitQc: genesis.qc,
    },
    safety: { highestVoteRound: GENESIS_ROUND, highestQcRound: GENESIS_ROUND },
    pacemaker: {
      currentRound: FIRST_ROUND,
      lastRoundTc: null,
      timedOutRound: GENESIS_ROUND,
      pendingTimeouts: new Map(),
    },
    leaderElection: { reputationLeaders: new Map() },
    sync: { wanted: new Map() },
  };
}

/**
 * A measure that changes with every change of the state. The rounds only rise; whatever is taken
 * out of a container is taken out as one of them, or the number of pending blocks, rises.
 */
export function progress(state: DiemState): string {
  const { main, ledger, blockTree, safety, pacemaker, leaderElection, sync } = state;
  let votes = 0;
  for (const set of blockTree.pendingVotes.values()) votes += set.signatures.length;
  let timeouts = 0;
  for (const set of pacemaker.pendingTimeouts.values()) timeouts += set.signatures.length;
  let wantedRounds = 0;
  for (const wanted of sync.wanted.values()) wantedRounds += wanted.round;
  let elected = GENESIS_ROUND;
  for (const round of leaderElection.reputationLeaders.keys()) elected = maxRound(elected, round);
  return [
    pacemaker.currentRound,
    pacemaker.timedOutRound,
    blockTree.highQc.round,
    blockTree.highCommitQc.round,
    ledger.root.round,
    safety.highestVoteRound,
    safety.highestQcRound,
    main.proposedRound,
    main.deferredRound,
    main.waitingProposals.length,
    blockTree.pendingBlocks.size,
    votes,
    timeouts,
    elected,
    sync.wanted.size,
    wantedRounds,
  ].join(" ");
}
