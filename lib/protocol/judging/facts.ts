/** Facts about a run so far, gathered once and shared by all properties. Plain data. */
import type { OverdueMessage } from "./observed-event.js";
import type { BlockId, Millis, NodeId, ReplicaId, Round } from "../ids.js";

/** The signers of one value in one slot. */
export interface Ballot {
  readonly slot: string;
  /** That of the first message or certificate that named the slot. */
  readonly round: Round;
  /** Honest nodes that signed it, in the order in which they did. */
  readonly honestSigners: NodeId[];
  /** The signers of each distinct certificate seen for it. */
  readonly certificates: (readonly ReplicaId[])[];
}

/** The public facts about one block. The judge adds to them as the run goes on. */
export interface BlockFacts {
  readonly id: BlockId;
  readonly round: Round;
  /** Null if unknown. */
  parent: BlockId | null;
  parentRound: Round | null;
  /** The first node seen to propose it; null when only votes or certificates show the block. */
  proposer: NodeId | null;
  /** Its number among the blocks of its proposer and round, from 1, by first appearance. */
  ordinal: number;
  /** Honest nodes that signed for it by other messages than proposals, in that order. */
  readonly honestVoters: NodeId[];
  /** The signers of each distinct certificate seen for it, whatever its slot. */
  readonly certificates: (readonly ReplicaId[])[];
  /** The same by slot, proposals included. */
  readonly ballots: Ballot[];
}

/** The signers of nil, or of a timeout, in one slot. */
export interface NilFacts extends Ballot {
  /** The further data of each certificate (see `SpaceCertificate.details`). */
  readonly details: unknown[];
}

/** The tree of blocks in all observed proposals, votes and certificates. */
export interface BlockTree {
  readonly blocks: Map<BlockId, BlockFacts>;
  /** The blocks of each round, by first appearance. */
  readonly rounds: Map<Round, BlockId[]>;
  /** The signers of nil or of a timeout, by slot. */
  readonly nils: Map<string, NilFacts>;
}

/** When honest nodes entered rounds. Times are kept only for stable rounds, which are judged. */
export interface RoundEntries {
  /** The highest round that each node has entered, by its index; 0 for the Byzantine. */
  readonly highest: Round[];
  /** The first honest node in each stable round, and its time of entry. */
  readonly first: Map<Round, { readonly node: NodeId; readonly at: Millis }>;
  /** GST: when the last honest node entered a stable round; null before. */
  stableSince: Millis | null;
}

/** All that a run has shown. */
export interface Facts {
  /** Blocks, votes and certificates. */
  readonly tree: BlockTree;
  /** Who entered which rounds. */
  readonly entries: RoundEntries;
  /** The first message that broke the synchrony which the protocol assumes; null: none has. */
  overdue: OverdueMessage | null;
}
