/** Finds where the honest nodes' ledgers part, and what proves each side of it. */
import { descends } from "../../../lib/properties/block-tree.js";
import type { Certificate } from "../../../lib/protocol/description.js";
import type { BlockId, NodeId } from "../../../lib/protocol/ids.js";
import type { BlockFacts, Facts } from "../../../lib/protocol/judging/facts.js";
import type { LedgerEntry } from "../../../lib/protocol/host/ledger.js";
import type { ScenarioResult } from "../../run/run.js";
import type { CommitEvent, RunLog } from "./run-log.js";

/** One side of a fork: what some honest nodes committed at one height, or in one slot. */
export interface Branch {
  readonly entry: LedgerEntry;
  readonly nodes: readonly NodeId[];
}

/** A fork: its sides, and which of them was decided first. */
export interface Fork {
  readonly branches: readonly Branch[];
  readonly first: Branch;
  /** The certificates that prove the first. */
  readonly proof: readonly Certificate[];
  readonly other: Branch;
  /** Different blocks; different states after one block; or a block without one before it. */
  readonly kind: "blocks" | "states" | "gap";
}

/**
 * The first fork of a run, if there is one. First was the side whose last certificate is of the
 * lower round: what was voted for on another side afterwards should not have been.
 */
export function forkOf(result: ScenarioResult, log: RunLog): Fork | undefined {
  const { facts } = result;
  const branches = branchesOf(result);
  const proofs = branches.map((branch) => proofOf(branch, log, facts));
  const ends = proofs.map((proof) => Math.max(0, ...proof.map(({ round }) => round)));
  const at = ends.indexOf(Math.min(...ends));
  const first = branches[at];
  const other = branches.find((branch) => branch !== first);
  if (first === undefined || other === undefined) return undefined;
  return { branches, first, other, proof: proofs[at] ?? [], kind: kindOf(first, other, facts) };
}

function kindOf(one: Branch, other: Branch, { tree }: Facts): Fork["kind"] {
  if (one.entry.id === other.entry.id) return "states";
  const [first, second] = [one, other].map(({ entry }) => tree.blocks.get(entry.id));
  const isGap = first && second && (descends(tree, first, second) || descends(tree, second, first));
  return isGap === true ? "gap" : "blocks";
}

/** The sides of the first fork; none if there is none. */
function branchesOf({ ledgers }: ScenarioResult): readonly Branch[] {
  const honest = ledgers.filter(({ node }) => node.honest);
  const places = new Map<string, Branch[]>();
  for (const { node, entries } of honest) {
    for (const [height, entry] of entries.entries()) {
      const key = entry.slot ?? String(height).padStart(HEIGHT_WIDTH, "0");
      const sides = places.get(key) ?? [];
      const own = sides.findIndex((side) => isSameEntry(side.entry, entry));
      const side = sides[own];
      if (side === undefined) sides.push({ entry, nodes: [node.id] });
      else sides[own] = { entry, nodes: [...side.nodes, node.id] };
      places.set(key, sides);
    }
  }
  const keys = [...places.keys()].sort();
  const first = keys.find((key) => (places.get(key)?.length ?? 0) > 1);
  return first === undefined ? [] : (places.get(first) ?? []);
}

/** Heights as texts have the order of numbers. */
const HEIGHT_WIDTH = 9;

const isSameEntry = (one: LedgerEntry, other: LedgerEntry): boolean =>
  one.id === other.id && one.stateId === other.stateId;

/**
 * The certificates by which a node committed a block: all that it knew then of the block (in a
 * protocol without a chain), or those of the chain from the block to the highest certified
 * descendant that it knew. Where these are fewer than three, blocks before it may count, too.
 */
export function proofOf(
  { entry, nodes }: Branch,
  log: RunLog,
  { tree }: Facts,
): readonly Certificate[] {
  const commit = commitOf({ entry, nodes }, log);
  if (commit === undefined) return [];
  const known = log.knownAt(commit.node.id, commit.event);
  if (entry.slot !== undefined) return known.filter(({ value }) => value === entry.id);
  const block = tree.blocks.get(entry.id);
  const certified = known.flatMap(({ value }) => (value && tree.blocks.get(value)) ?? []);
  const tops = block ? certified.filter((each) => descends(tree, each, block)) : [];
  const highest = tops.reduce<BlockFacts | undefined>(
    (top, each) => (top === undefined || each.round > top.round ? each : top),
    undefined,
  );
  const chain = chainTo(highest, entry.id, tree);
  const before = parentsOf(block, FEWEST - chain.length, tree);
  return [...before, ...chain].flatMap((id) => known.findLast(({ value }) => value === id) ?? []);
}

/** No protocol that is built in commits by more than three blocks in a row. */
const FEWEST = 3;

/** So many ancestors of a block, oldest first. */
function parentsOf(
  block: BlockFacts | undefined,
  most: number,
  tree: Facts["tree"],
): readonly BlockId[] {
  if (most <= 0 || block === undefined || block.parent === null) return [];
  return [...parentsOf(tree.blocks.get(block.parent), most - 1, tree), block.parent];
}

/** The first commit of a branch. */
export const commitOf = ({ entry, nodes }: Branch, log: RunLog): CommitEvent | undefined =>
  log.commits.find((each) => nodes.includes(each.node.id) && isSameEntry(each.entry, entry));

/** The ids from one block up to another, oldest first. */
function chainTo(
  top: BlockFacts | undefined,
  bottom: BlockId,
  tree: Facts["tree"],
): readonly BlockId[] {
  const ids: BlockId[] = [];
  for (let at = top; at !== undefined;) {
    ids.unshift(at.id);
    if (at.id === bottom) return ids;
    at = at.parent === null ? undefined : tree.blocks.get(at.parent);
  }
  return [];
}
