/** A replica's state, one part per module of the paper. Plain data: cheap to copy and compare. */
import { FIRST_ROUND, GENESIS_ROUND, maxRound } from "../../protocol/ids.js";
import type {
  BlockId,
  ClientId,
  Digest,
  ReplicaId,
  Round,
  StateId,
  Transaction,
} from "../../protocol/ids.js";
import { LastTimeout } from "./last-timeout.js";
import type { Block, CommittedBlock } from "./messages/block.js";
import type {
  LedgerCommitInfo,
  BlockRef,
  QC,
  Signed,
  TC,
  VoteInfo,
} from "./messages/certificates.js";
import type { Genesis } from "./messages/genesis.js";
import type { ProposalMsg } from "./messages/messages.js";

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
  root: BlockRef;
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
  readonly lastTimeout: LastTimeout;
  /** By round. */
  readonly pendingTimeouts: Map<Round, TimeoutSet>;
}

/** Timeouts of one round, one per identity. */
export interface TimeoutSet {
  readonly signatures: Signed[];
  readonly highQcRounds: Round[];
}

/** MemPool (3.6). Empty where payloads are scripted. */
export interface MempoolState {
  /** Pending requests, by name (client and sequence number). */
  readonly pending: Map<string, Transaction>;
  /** Names in order of arrival, from `head` on; some may be committed by now. */
  arrivals: string[];
  head: number;
  readonly clients: Map<ClientId, ServedRequests>;
}

/** Which of a client's requests are committed. */
export interface ServedRequests {
  /** All up to here. */
  watermark: number;
  /** Of the later ones, these: few, since requests are ordered as they arrive. */
  readonly ahead: Set<number>;
  /** The states after the last few, by number, to answer duplicates from; oldest first. */
  readonly recent: Map<number, StateId>;
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
  /** Proposals whose parent is missing, by arrival. */
  waitingProposals: ProposalMsg[];
  /** The last round in which this replica proposed. */
  proposedRound: Round;
  /** The last round in which it was to propose: the block to extend, or work, may be missing. */
  deferredRound: Round;
}

/** The state of a DiemBFT replica: a part for each module of the paper, and one for block sync. */
export interface DiemState {
  readonly genesis: Genesis;
  readonly main: MainState;
  readonly ledger: LedgerState;
  readonly blockTree: BlockTreeState;
  readonly safety: SafetyState;
  readonly pacemaker: PacemakerState;
  readonly mempool: MempoolState;
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
      lastTimeout: new LastTimeout(),
      pendingTimeouts: new Map(),
    },
    mempool: { pending: new Map(), arrivals: [], head: 0, clients: new Map() },
    leaderElection: { reputationLeaders: new Map() },
    sync: { wanted: new Map() },
  };
}

/**
 * A measure that changes with every change of the state. Rounds only increase. An item is removed
 * from a container only when a round increases or the number of pending blocks changes.
 */
export function progress(state: DiemState): readonly number[] {
  const { main, ledger, blockTree, safety, pacemaker, mempool, leaderElection, sync } = state;
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
    mempool.pending.size,
    elected,
    wantedRounds,
  ];
}
