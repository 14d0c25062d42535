/** Block-Tree (3.3): pending blocks, votes, and the highest certificates. */
import type { BlockId } from "../../protocol/ids.js";
import { Block } from "./messages/block.js";
import { QC, Signed } from "./messages/certificates.js";
import { blockDigest, ledgerCommitInfoDigest, signaturesDigest } from "./messages/digests.js";
import * as ledger from "./ledger.js";
import * as mempool from "./clients/mempool.js";
import type { VoteMsg } from "./messages/messages.js";
import type { Replica } from "./replica.js";
import type { VoteSet } from "./state.js";

/**
 * Commits what a QC commits and raises the highest certificates, by round.
 * DEVIATION: a commit whose blocks are missing waits for them (block sync); certificates do not.
 */
export function processQc(replica: Replica, qc: QC): void {
  const { blockTree } = replica.state;
  if (qc.ledgerCommitInfo.commitStateId !== null) {
    const { parentId, parentRound } = qc.voteInfo;
    if (parentRound > replica.state.ledger.root.round) commitUpTo(replica, parentId);
    if (qc.round > blockTree.highCommitQc.round) blockTree.highCommitQc = qc;
  }
  if (replica.rules.raisesHighQc(qc, blockTree.highQc)) blockTree.highQc = qc;
}

function commitUpTo(replica: Replica, blockId: BlockId): void {
  const committed = ledger.commit(replica, blockId);
  if (committed.length === 0) return;
  for (const { block, stateId } of committed) mempool.commitRequests(replica, block, stateId);
  prune(replica);
}

/** Speculates a block on its parent and adds it to the tree. */
export function executeAndInsert(replica: Replica, block: Block): void {
  ledger.speculate(replica, block.parentId, block);
  replica.state.blockTree.pendingBlocks.set(block.id, block);
}

/**
 * Counts a vote, one per identity, and returns a QC exactly once: when the quorum is reached.
 * DEVIATION: votes for a block not received yet count too; the block is then synced. Votes of
 * rounds up to the committed root count no longer: their sets are pruned, and would fill again.
 */
export function processVote(replica: Replica, vote: VoteMsg): QC | null {
  processQc(replica, vote.highCommitQc);
  const { context, rules, state } = replica;
  const { pendingVotes } = state.blockTree;
  const { voteInfo, ledgerCommitInfo } = vote;
  if (voteInfo.round <= state.ledger.root.round) return null;
  const key = ledgerCommitInfoDigest(context, ledgerCommitInfo);
  let votes = pendingVotes.get(key);
  if (votes === undefined) {
    votes = { voteInfo, ledgerCommitInfo, signatures: [] };
    pendingVotes.set(key, votes);
  }
  if (rules.hasSigned(votes.signatures, vote.sender)) return null;
  votes.signatures.push(new Signed(vote.sender, vote.signature));
  const quorum = rules.qcQuorum(context.validators);
  if (!rules.completesQc(votes.signatures.length, quorum)) return null;
  const qc = certify(replica, votes);
  replica.effects.push({ kind: "certified", certificate: qc });
  return qc;
}

/** DEVIATION: signatures are sorted by replica, so that equal sets give equal block ids. */
function certify(replica: Replica, votes: VoteSet): QC {
  const { validators, signer, self } = replica.context;
  const signatures: Signed[] = [];
  for (const id of validators.ids) {
    for (const signed of votes.signatures) if (signed.signer === id) signatures.push(signed);
  }
  const digest = signaturesDigest(replica.context.crypto, signatures);
  const seal = new Signed(self, signer.sign(digest));
  const qc = new QC(votes.voteInfo, votes.ledgerCommitInfo, signatures, seal);
  replica.context.memo.set(qc.signaturesSlot, digest);
  return qc;
}

/** A new block of the current round that extends the highest QC. */
export function generateBlock(replica: Replica): Block {
  const { context, state } = replica;
  const round = state.pacemaker.currentRound;
  const content = {
    author: context.self,
    round,
    payload: mempool.getTransactions(replica),
    qc: state.blockTree.highQc,
  };
  const block = new Block(content, blockDigest(context, content));
  context.memo.set(block.digestSlot, block.id);
  return block;
}

/** Whether a block is pending here or committed. */
export function isKnown(replica: Replica, blockId: BlockId): boolean {
  const { ledger: ledgerState, blockTree } = replica.state;
  return (
    blockId === ledgerState.root.id ||
    blockTree.pendingBlocks.has(blockId) ||
    blockId === replica.genesis.id ||
    ledger.committedBlock(replica, blockId) !== undefined
  );
}

/** Whether a block can be executed on top of this one: it is pending or the committed root. */
export const isExtendable = (replica: Replica, blockId: BlockId): boolean =>
  ledger.pendingState(replica, blockId) !== undefined;

/**
 * Keeps what descends from the committed root, drops every other branch and the votes on them.
 * Parents are inserted before children, so one pass in insertion order sees every loss in time.
 */
function prune(replica: Replica): void {
  const { ledger: ledgerState, blockTree } = replica.state;
  const { pendingBlocks, pendingVotes } = blockTree;
  for (const block of pendingBlocks.values()) {
    if (block.parentId === ledgerState.root.id || pendingBlocks.has(block.parentId)) continue;
    pendingBlocks.delete(block.id);
    ledgerState.pendingStates.delete(block.id);
  }
  for (const [key, votes] of pendingVotes) {
    if (votes.voteInfo.round <= ledgerState.root.round) pendingVotes.delete(key);
  }
}
