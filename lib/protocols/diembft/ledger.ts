/** Ledger (3.2): speculated execution, and commits of whole prefixes. */
import { invariant } from "../../protocol/assert.js";
import type { BlockId, StateId } from "../../protocol/ids.js";
import type { Block } from "./messages/block.js";
import { CommittedBlock } from "./messages/block.js";
import type { Replica } from "./replica.js";

/** Executes a block after another without committing it. */
export function speculate(replica: Replica, prevBlockId: BlockId, block: Block): void {
  const parent = pendingState(replica, prevBlockId) ?? null;
  const { pendingStates } = replica.state.ledger;
  pendingStates.set(block.id, block.stateAfter(parent, replica.context.crypto));
}

/**
 * The state after a block that is pending. DEVIATION: answers for the committed root too, on which
 * the first pending block stands (the paper does not say).
 */
export function pendingState(replica: Replica, blockId: BlockId): StateId | undefined {
  const { root, rootStateId, pendingStates } = replica.state.ledger;
  return pendingStates.get(blockId) ?? (blockId === root.id ? rootStateId : undefined);
}

const NOTHING: readonly CommittedBlock[] = [];

/**
 * Commits a pending block with its whole pending prefix and returns them, oldest first. A block
 * that is committed, or not here yet, changes nothing. O(length of the prefix).
 */
export function commit(replica: Replica, blockId: BlockId): readonly CommittedBlock[] {
  const { ledger, blockTree } = replica.state;
  let block = blockTree.pendingBlocks.get(blockId);
  if (block === undefined || block.round <= ledger.root.round) return NOTHING;
  const path: Block[] = [];
  while (block !== undefined && block.id !== ledger.root.id) {
    path.push(block);
    block = blockTree.pendingBlocks.get(block.parentId);
  }
  path.reverse();
  const [first] = path;
  if (first === undefined) return NOTHING;
  if (first.parentId !== ledger.root.id) {
    const facts = { block: first.round, root: ledger.root.round };
    invariant(false, "L1: a committed block extends the committed root", facts);
  }
  if (ledger.recent.length > 0) {
    ledger.recent = ledger.recent.filter(({ id }) => !replica.context.ledger.committed(id));
  }
  const committed: CommittedBlock[] = [];
  for (const next of replica.rules.committedPath(path)) committed.push(commitOne(replica, next));
  return committed;
}

function commitOne(replica: Replica, block: Block): CommittedBlock {
  const { ledger } = replica.state;
  const stateId = pendingState(replica, block.id);
  if (stateId === undefined) {
    invariant(false, "L2: a pending block has been executed", { block: block.round });
  }
  const entry = new CommittedBlock(block, stateId);
  ledger.recent.push(entry);
  ledger.root = { id: block.id, round: block.round };
  ledger.rootStateId = stateId;
  replica.effects.push({ kind: "commit", entry });
  return entry;
}

/** A committed block, from the port or from what it does not hold yet. Genesis is not one. */
export function committedBlock(replica: Replica, blockId: BlockId): Block | undefined {
  for (const { id, block } of replica.state.ledger.recent) if (id === blockId) return block;
  const entry = replica.context.ledger.committed(blockId);
  if (entry === undefined) return undefined;
  if (!(entry instanceof CommittedBlock)) {
    invariant(false, "the ledger returns what was committed", { blockId });
  }
  return entry.block;
}
