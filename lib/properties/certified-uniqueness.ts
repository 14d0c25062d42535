/** The property certified-uniqueness: at most one block a round is certified. */
import type { Round } from "../protocol/ids.js";
import type { Setting } from "../protocol/occurrence.js";
import { isCertified, mayBeCertified, type BlockFacts, type BlockTree } from "./block-tree.js";
import { ascending, distinct, firstFew, listing } from "./english.js";
import { blockName } from "./names.js";
import { FROM_FACTS } from "./outlook.js";
import { HELD, vacuous, violated, type Property, type Verdict } from "./property.js";

/** A round in which two blocks were certified, or one was and another may have been. */
interface Clash {
  readonly round: Round;
  readonly blocks: readonly BlockFacts[];
}

/**
 * Property 1: when a block is certified, no other block of its round has so many honest votes that
 * it may be certified, too ({@link mayBeCertified}), so that at most one is certified a round. Any
 * certificate that is formed or appears counts, whatever its size.
 */
export const certifiedUniqueness: Property<null> = {
  name: "certified-uniqueness",
  init: () => null,
  on: {},
  comparable: FROM_FACTS,
  verdict(_, { facts: { tree }, setting }) {
    let certified = false;
    const clashes: Clash[] = [];
    for (const round of tree.rounds.keys()) {
      const strong = strongBlocks(tree, round, setting);
      if (!strong.some(isCertified)) continue;
      certified = true;
      if (strong.length > 1) clashes.push({ round, blocks: strong });
    }
    if (clashes.length > 0) return explain(clashes, tree);
    return certified ? HELD : vacuous("no block was certified");
  },
};

/** The round's blocks that are certified or may be. */
function strongBlocks(tree: BlockTree, round: Round, setting: Setting): readonly BlockFacts[] {
  const strong: BlockFacts[] = [];
  for (const id of tree.rounds.get(round) ?? []) {
    const block = tree.blocks.get(id);
    if (block === undefined) continue;
    if (isCertified(block) || mayBeCertified(block, setting)) strong.push(block);
  }
  return strong;
}

function explain(clashes: readonly Clash[], tree: BlockTree): Verdict {
  const ordered = [...clashes].sort((a, b) => a.round - b.round);
  const blocks = ordered.flatMap((clash) => clash.blocks);
  return violated({
    rounds: ascending(ordered.map(({ round }) => round)),
    blocks: blocks.map(({ id }) => id),
    nodes: distinct(ordered.flatMap(votedTwice)),
    explanation: firstFew(ordered.map((clash) => sentence(clash, tree))),
  });
}

function sentence(clash: Clash, tree: BlockTree): string {
  const sides = clash.blocks.map((block) => {
    const name = blockName(tree, block.id);
    const signers = block.certificates[0];
    if (signers !== undefined) return `${name} was certified by ${listing(signers)}`;
    return `${name} has the votes of ${listing(block.honestVoters)}`;
  });
  const both = votedTwice(clash);
  const voters = both.length > 0 ? `honest ${listing(both)}` : "no honest node";
  return `round ${clash.round}: ${listing(sides)}; ${voters} voted for more than one`;
}

/** Honest nodes that voted for more than one of the blocks. */
function votedTwice({ blocks }: Clash): readonly BlockFacts["honestVoters"][number][] {
  const votes = blocks.flatMap(({ honestVoters }) => honestVoters);
  return distinct(votes.filter((voter, index) => votes.indexOf(voter) !== index));
}
