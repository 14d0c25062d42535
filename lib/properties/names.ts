/** Readable names of blocks. */
import type { BlockTree } from "../protocol/judging/facts.js";
import { GENESIS_ROUND, type BlockId } from "../protocol/ids.js";
import { blocksOf } from "./block-tree.js";
import { shortened } from "./wording.js";

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

/**
 * Genesis is never proposed; it is what the first blocks name as their parent. Where blocks do not
 * tell their parents' rounds, whatever parent nobody has proposed is taken for it.
 */
function isGenesis(tree: BlockTree, id: BlockId): boolean {
  for (const { parent, parentRound } of tree.blocks.values()) {
    if (parent === id && (parentRound ?? GENESIS_ROUND) === GENESIS_ROUND) return true;
  }
  return false;
}

const numbered = (name: string, ordinal: number): string =>
  ordinal === 1 ? name : `${name}.${ordinal}`;
