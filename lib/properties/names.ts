import { GENESIS_ROUND, type BlockId } from "../protocol/ids.js";
import { shortened } from "./english.js";
import { blocksOf, type BlockTree } from "./block-tree.js";

/**
 * A block's readable name, by first appearance: `d'@1` is the block that node d' proposed in round
 * 1, `d'@1.2` its second of that round. A block that was never proposed in the open is `?@1`, one
 * that was never seen at all goes by the beginning of its id.
 */
export function blockName(tree: BlockTree, id: BlockId): string {
  const block = tree.blocks.get(id);
  if (block === undefined) return isGenesis(tree, id) ? "genesis" : `block ${shortened(id)}`;
  if (block.round === GENESIS_ROUND) return "genesis";
  if (block.proposer !== null) return numbered(`${block.proposer}@${block.round}`, block.ordinal);
  const unproposed = blocksOf(tree, block.round).filter(
    (other) => tree.blocks.get(other)?.proposer === null,
  );
  return numbered(`?@${block.round}`, unproposed.indexOf(id) + 1);
}

/** Genesis is never proposed; it is what the first blocks name as their parent. */
function isGenesis(tree: BlockTree, id: BlockId): boolean {
  for (const block of tree.blocks.values()) {
    if (block.parentRound === GENESIS_ROUND && block.parent === id) return true;
  }
  return false;
}

const numbered = (name: string, ordinal: number): string =>
  ordinal === 1 ? name : `${name}.${ordinal}`;
