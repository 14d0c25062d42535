/** The property no-honest-equivocation: an honest replica proposes one block per round. */
import type { BlockFacts, BlockTree } from "../../../protocol/judging/facts.js";
import { ascending, distinct, firstFew, joinWithAnd } from "../../../properties/wording.js";
import { blockName } from "../../../properties/names.js";
import { FACTS_ONLY } from "../../../protocol/judging/state-comparison.js";
import { HELD, vacuous, violated, type Property } from "../../../protocol/judging/property.js";

/** An honest node proposes at most one block a round. */
export const noHonestEquivocation: Property<null> = {
  name: "no-honest-equivocation",
  init: () => null,
  on: {},
  comparison: FACTS_ONLY,
  verdict(_, { facts: { tree }, runInfo }) {
    const honest = new Set(runInfo.nodes.filter((node) => node.honest).map(({ id }) => id));
    let proposed = false;
    const second: BlockFacts[] = [];
    for (const block of tree.blocks.values()) {
      if (block.proposer === null || !honest.has(block.proposer)) continue;
      proposed = true;
      if (block.ordinal === 2) second.push(block);
    }
    if (second.length === 0) return proposed ? HELD : vacuous("no honest node proposed a block");
    const all = second.map((block) => siblings(tree, block));
    return violated({
      rounds: ascending(second.map(({ round }) => round)),
      blocks: all.flat().map(({ id }) => id),
      nodes: distinct(second.flatMap(({ proposer }) => proposer ?? [])),
      explanation: firstFew(all.map((blocks) => sentence(blocks, tree))),
    });
  },
};

/** All blocks that the proposer of `block` proposed in its round. */
function siblings(tree: BlockTree, { round, proposer }: BlockFacts): readonly BlockFacts[] {
  return [...tree.blocks.values()].filter(
    (other) => other.round === round && other.proposer === proposer,
  );
}

function sentence(blocks: readonly BlockFacts[], tree: BlockTree): string {
  const names = joinWithAnd(blocks.map(({ id }) => blockName(tree, id)));
  const first = blocks[0];
  return `${first?.proposer ?? "nobody"} proposed ${names} in round ${first?.round ?? 0}`;
}
