/** The tree of blocks as a judge sees it: who proposed, voted for and certified each block. */
import type {
  CertificateDescription,
  ProposalDescription,
  QcDescription,
  TcDescription,
  VoteDescription,
} from "../protocol/description.js";
import {
  GENESIS_ROUND,
  type BlockId,
  type NodeId,
  type ReplicaId,
  type Round,
} from "../protocol/ids.js";
import type { NodeInfo, Setting } from "../protocol/occurrence.js";
import { leastHonestVotes } from "../protocol/validators.js";

/** What is publicly known of one block: a value, of which copies of a tree share what is equal. */
export interface BlockFacts {
  readonly id: BlockId;
  readonly round: Round;
  readonly parent: BlockId;
  readonly parentRound: Round;
  /** The first node seen to propose it; null when only votes or certificates show the block. */
  readonly proposer: NodeId | null;
  /** From 1: which of its proposer's blocks of that round it is, by first appearance. */
  readonly ordinal: number;
  /** Honest nodes that voted for it, in the order in which they did. */
  readonly honestVoters: readonly NodeId[];
  /** The signers of each distinct certificate seen for it. */
  readonly certificates: readonly (readonly ReplicaId[])[];
}

/** Whether a certificate of the block was seen, whatever its size. */
export const isCertified = ({ certificates }: BlockFacts): boolean => certificates.length > 0;

/**
 * Whether so many honest nodes voted for the block that f Byzantine votes could have certified it
 * ({@link leastHonestVotes}).
 */
export const mayBeCertified = ({ honestVoters }: BlockFacts, { validators }: Setting): boolean =>
  honestVoters.length >= leastHonestVotes(validators);

/** The tree of blocks as proposals, votes and certificates show it, whoever made them. */
export interface BlockTree {
  readonly blocks: Map<BlockId, BlockFacts>;
  /** The blocks of each round, by first appearance. */
  readonly rounds: Map<Round, BlockId[]>;
  /** The distinct timeout certificates seen of each round. */
  readonly timeouts: Map<Round, Pick<TcDescription, "signers" | "highQcRounds">[]>;
}

export const emptyTree = (): BlockTree => ({
  blocks: new Map(),
  rounds: new Map(),
  timeouts: new Map(),
});

type Placed = Pick<BlockFacts, "round" | "parent" | "parentRound">;

function place(tree: BlockTree, id: BlockId, at: Placed): BlockFacts {
  const known = tree.blocks.get(id);
  if (known !== undefined) return known;
  const block: BlockFacts = {
    id,
    round: at.round,
    parent: at.parent,
    parentRound: at.parentRound,
    proposer: null,
    ordinal: 0,
    honestVoters: [],
    certificates: [],
  };
  tree.blocks.set(id, block);
  const sameRound = tree.rounds.get(at.round);
  if (sameRound === undefined) tree.rounds.set(at.round, [id]);
  else sameRound.push(id);
  return block;
}

export function recordProposal(
  tree: BlockTree,
  proposal: ProposalDescription,
  proposer: NodeInfo,
): void {
  const block = place(tree, proposal.block, proposal);
  if (block.proposer !== null) return;
  let ordinal = 1;
  for (const id of blocksOf(tree, block.round)) {
    if (tree.blocks.get(id)?.proposer === proposer.id) ordinal++;
  }
  tree.blocks.set(block.id, { ...block, proposer: proposer.id, ordinal });
}

/** Records an honest node's vote; whether it was news. */
export function recordVote(tree: BlockTree, vote: VoteDescription, voter: NodeInfo): boolean {
  const block = place(tree, vote.block, vote);
  const { honestVoters } = block;
  if (honestVoters.includes(voter.id)) return false;
  tree.blocks.set(block.id, { ...block, honestVoters: [...honestVoters, voter.id] });
  return true;
}

/** Records a certificate; whether it was news. That of genesis, known to all, never is. */
export function recordCertificate(tree: BlockTree, certificate: CertificateDescription): boolean {
  if (certificate.round === GENESIS_ROUND) return false;
  return certificate.kind === "qc" ? recordQc(tree, certificate) : recordTc(tree, certificate);
}

function recordQc(tree: BlockTree, qc: QcDescription): boolean {
  const block = place(tree, qc.block, qc);
  const { certificates } = block;
  for (const signers of certificates) if (sameList(signers, qc.signers)) return false;
  tree.blocks.set(block.id, { ...block, certificates: [...certificates, qc.signers] });
  return true;
}

function recordTc(tree: BlockTree, tc: TcDescription): boolean {
  const known = tree.timeouts.get(tc.round);
  const { signers, highQcRounds } = tc;
  if (known === undefined) {
    tree.timeouts.set(tc.round, [{ signers, highQcRounds }]);
    return true;
  }
  for (const other of known) {
    if (sameList(other.signers, signers) && sameList(other.highQcRounds, highQcRounds)) {
      return false;
    }
  }
  known.push({ signers, highQcRounds });
  return true;
}

/** Messages share their certificates, so that the lists are most often the very same. */
function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** The blocks of a round, by first appearance. */
export const blocksOf = (tree: BlockTree, round: Round): readonly BlockId[] =>
  tree.rounds.get(round) ?? [];

/**
 * Whether `ancestor` is `block` or above it on its branch. Rounds fall on the way to genesis, so
 * the walk ends at the ancestor's round; at a block never seen, nothing more is known: false.
 */
export function descends(tree: BlockTree, block: BlockFacts, ancestor: BlockFacts): boolean {
  let at = block;
  while (at.round > ancestor.round) {
    const parent = tree.blocks.get(at.parent);
    if (parent === undefined || parent.round >= at.round) return false;
    at = parent;
  }
  return at.id === ancestor.id;
}
