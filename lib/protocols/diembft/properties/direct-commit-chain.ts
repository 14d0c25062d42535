/** The property direct-commit-chain: globally direct-committed blocks are on one chain. */
import { follows } from "../../../protocol/ids.js";
import type { RunInfo } from "../../../protocol/judging/observed-event.js";
import { descends, mayBeCertified } from "../../../properties/block-tree.js";
import type { BlockFacts, BlockTree } from "../../../protocol/judging/facts.js";
import { ascending, firstFew, joinWithAnd } from "../../../properties/wording.js";
import { blockName } from "../../../properties/names.js";
import { FACTS_ONLY } from "../../../protocol/judging/state-comparison.js";
import {
  HELD,
  vacuous,
  violated,
  type Property,
  type Verdict,
} from "../../../protocol/judging/property.js";
import type { ObservedRun } from "../../../protocol/judging/observed-run.js";

/** A globally direct-committed block, with the child for which enough honest replicas voted. */
export interface DirectCommit {
  readonly block: BlockFacts;
  readonly child: BlockFacts;
}

/**
 * Property 2 over globally direct-committed blocks: all are on one chain. A block is one when so
 * many honest replicas vote, in the round after its own, for a block whose QC certifies it, that
 * this one may be certified ({@link mayBeCertified}; Definition 1 has f+1, and n = 3f+1).
 * Neighbours by round are compared, which decides for all pairs.
 */
export const directCommitChain: Property<null> = {
  name: "direct-commit-chain",
  init: () => null,
  on: {},
  comparison: {
    ...FACTS_ONLY,
    references: (_, run) => highest(run).map(({ block }) => block.id),
    retains: (run) => highest(run).map(({ child }) => child.id),
    key: (_, run, { ids }) =>
      highest(run)
        .map(({ block }) => ids.block(block.id))
        .join(" "),
  },
  verdict(_, { facts: { tree }, runInfo }: ObservedRun) {
    const commits = directCommits(tree, runInfo);
    const forks = commits.flatMap((upper, index) => {
      const lower = commits[index - 1];
      if (lower === undefined || descends(tree, upper.block, lower.block)) return [];
      return [[lower, upper] as const];
    });
    if (forks.length > 0) return explain(forks, tree);
    if (commits.length > 1) return HELD;
    return vacuous("fewer than two blocks were globally direct-committed");
  },
};

/**
 * The one with which others to come are compared. As long as all are on one chain, another one is,
 * too, exactly if the higher of the two descends from the other.
 */
const highest = ({ facts: { tree }, runInfo }: ObservedRun): readonly DirectCommit[] =>
  directCommits(tree, runInfo).slice(-1);

/** By round, ascending. */
export function directCommits(tree: BlockTree, runInfo: RunInfo): readonly DirectCommit[] {
  const found = new Map<BlockFacts, DirectCommit>();
  for (const child of tree.blocks.values()) {
    if (!mayBeCertified(child, runInfo)) continue;
    const block = child.parent === null ? undefined : tree.blocks.get(child.parent);
    if (block === undefined || !follows(child.round, block.round)) continue;
    if (!found.has(block)) found.set(block, { block, child });
  }
  return [...found.values()].sort((a, b) => a.block.round - b.block.round);
}

function explain(
  forks: readonly (readonly [DirectCommit, DirectCommit])[],
  tree: BlockTree,
): Verdict {
  const commits = [...new Set(forks.flat())];
  return violated({
    rounds: ascending(commits.map(({ block }) => block.round)),
    blocks: commits.map(({ block }) => block.id),
    nodes: [...new Set(commits.flatMap(({ child }) => child.honestVoters))],
    explanation: firstFew(forks.map(([lower, upper]) => sentence(lower, upper, tree))),
  });
}

function sentence(lower: DirectCommit, upper: DirectCommit, tree: BlockTree): string {
  const [first, second] = [lower, upper].map(({ block, child }) => {
    const votes = `${joinWithAnd(child.honestVoters)} voted for ${blockName(tree, child.id)}`;
    return `${blockName(tree, block.id)} (${votes})`;
  });
  const both = `${first ?? ""} and ${second ?? ""}`;
  return `${both} are both globally direct-committed, on different branches`;
}
