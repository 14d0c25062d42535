/** Facts about a run so far, gathered once and shared by all properties. Plain data. */
import type { BlockId, Millis, NodeId, ReplicaId, Round } from "./ids.js";

/** Who signed for a value in one slot. */
export interface Ballot {
  readonly slot: string;
  /** That of the first message or certificate that named the slot. */
  readonly round: Round;
  /** Honest nodes that signed it, in the order in which they did. */
  readonly honestSigners: readonly NodeId[];
  /** The signers of each distinct certificate seen for it. */
  readonly certificates: readonly (readonly ReplicaId[])[];
}

/** What is publicly known of one block: a value, of which copies of a tree share what is equal. */
export interface BlockFacts {
  readonly id: BlockId;
  readonly round: Round;
  /** Null as long as nothing has shown it. */
  readonly parent: BlockId | null;
  readonly parentRound: Round | null;
  /** The first node seen to propose it; null when only votes or certificates show the block. */
  readonly proposer: NodeId | null;
  /** From 1: which of its proposer's blocks of that round it is, by first appearance. */
  readonly ordinal: number;
  /** Honest nodes that signed for it by other messages than proposals, in that order. */
  readonly honestVoters: readonly NodeId[];
  /** The signers of each distinct certificate seen for it, whatever its slot. */
  readonly certificates: readonly (readonly ReplicaId[])[];
  /** The same by slot, proposals included. */
  readonly ballots: readonly Ballot[];
}

/** Who signed for nothing in one slot: for nil, or a timeout. */
export interface NilFacts extends Ballot {
  /** What each of the certificates told besides (see `Certificate.details`). */
  readonly details: readonly unknown[];
}

/** The tree of blocks as proposals, votes and certificates show it, whoever made them. */
export interface BlockTree {
  readonly blocks: Map<BlockId, BlockFacts>;
  /** The blocks of each round, by first appearance. */
  readonly rounds: Map<Round, BlockId[]>;
  /** Who signed for nothing (nil, a timeout), by slot. */
  readonly nils: Map<string, NilFacts>;
}

/** When honest nodes entered rounds. Times are kept of stable rounds only: no others are judged. */
export interface RoundEntries {
  /** The highest round that each node has entered, by its index; 0 for the Byzantine. */
  readonly highest: Round[];
  /** Who of the honest entered a stable round first, and when. */
  readonly first: Map<Round, { readonly node: NodeId; readonly at: Millis }>;
  /** GST: when the last honest node entered a stable round; null before. */
  stableSince: Millis | null;
}

/** All of it. */
export interface Facts {
  readonly tree: BlockTree;
  readonly entries: RoundEntries;
}
