/** The property agreement: honest nodes commit the same chain or the same decisions. */
import type { CanonicalIds } from "../../protocol/explorable.js";
import type { Facts } from "../../protocol/judging/facts.js";
import type { BlockId, NodeId, Round, StateId } from "../../protocol/ids.js";
import type { NodeInfo, RunInfo } from "../../protocol/judging/observed-event.js";
import {
  HELD,
  vacuous,
  violated,
  type Committed,
  type Property,
  type Verdict,
} from "../../protocol/judging/property.js";
import type { ObservedRun } from "../../protocol/judging/observed-run.js";
import { ascending, distinct, firstFew, joinWithAnd } from "../wording.js";
import { blockName } from "../names.js";

/** The entry of a node at a height (1: the first block after genesis). */
interface ChainEntry {
  readonly block: BlockId;
  readonly round: Round;
  readonly stateId: StateId;
}

/** The nodes that committed the same entry. */
interface Branch {
  readonly chainEntry: ChainEntry;
  readonly nodes: readonly NodeId[];
}

/** What agreement keeps of a run. */
export interface AgreementState {
  /** The entry that the first honest node committed at each height. */
  readonly chain: ChainEntry[];
  /** The number of committed blocks of each node, by its index. */
  readonly heights: number[];
  /** Whether each node is honest, by its index. */
  readonly honest: readonly boolean[];
  /** The first height at which each node's chain differs from `chain`, by the node's index. */
  readonly forks: ({ readonly height: number; readonly chainEntry: ChainEntry } | null)[];
  /** The decisions by slot, in a protocol without a chain. */
  readonly decisions: Map<string, readonly Branch[]>;
}

/**
 * Property 2 (agreement): of the committed chains of any two honest nodes, one is a prefix of the
 * other, with equal execution states. In a protocol without a chain, any two honest nodes decide
 * the same in each slot. All chains are compared with one chain; this suffices, because chains are
 * pairwise prefixes exactly if no two differ at any height.
 */
export const agreement: Property<AgreementState> = {
  name: "agreement",
  essential: true,
  init: (runInfo) => ({
    chain: [],
    heights: runInfo.nodes.map(() => 0),
    honest: runInfo.nodes.map(({ honest }) => honest),
    forks: runInfo.nodes.map(() => null),
    decisions: new Map(),
  }),
  on: { committed: follow },
  comparison: {
    monotone: true,
    references: (state, _, syncsWholeChains) =>
      syncsWholeChains ? [] : state.chain.slice(commonHeight(state)).map(({ block }) => block),
    key: (state, _, { ids }) =>
      (ids.syncsWholeChains ? topKey : chainKey)(state, ids) + slotsKey(state, ids),
  },
  verdict(state, run) {
    const fork = Math.min(...state.forks.map((ownFork) => ownFork?.height ?? Infinity));
    if (Number.isFinite(fork)) return explain(state, fork, run);
    const disputes = [...state.decisions].filter(([, branches]) => branches.length > 1);
    return disputes.length > 0 ? explainSlots(disputes, run) : withoutFork(state, run.runInfo);
  },
};

/**
 * The key of a chain without forks. The position of each node on the chain follows from its ledger,
 * so only the end of the chain matters for later forks. The committing node matters as long as it
 * is the only one.
 */
function topKey({ chain, heights, honest }: AgreementState, ids: CanonicalIds): string {
  const top = chain.at(-1);
  const begun = heights.map((height, index) => height > 0 && honest[index] === true);
  const few = begun.filter(Boolean).length < 2 ? begun.indexOf(true) : "";
  return `${few}:${top === undefined ? "" : ids.ledgerPosition(top.block)}`;
}

/** The part of the chain that not all nodes have committed, and the position of each node. */
function chainKey(state: AgreementState, ids: CanonicalIds): string {
  const common = commonHeight(state);
  const links = state.chain.slice(common).map(({ block, stateId }) => {
    return `${ids.block(block)}${ids.state(stateId, block)}`;
  });
  const heights = state.heights.filter((_, index) => state.honest[index] === true);
  return `${heights.map((height) => height - common).join(" ")}:${links.join(" ")}`;
}

/** The decisions of each slot, and the nodes that made them. */
const slotsKey = ({ decisions }: AgreementState, ids: CanonicalIds): string =>
  [...decisions]
    .map(([slot, branches]) => {
      const all = branches.map(
        ({ chainEntry, nodes }) => `${ids.block(chainEntry.block)}${nodes.join("")}`,
      );
      return `;${slot} ${all.join(" ")}`;
    })
    .join("");

/** The number of blocks that all of them have committed. */
const commonHeight = ({ heights, honest }: AgreementState): number =>
  Math.min(...heights.filter((_, index) => honest[index] === true));

function follow(state: AgreementState, { node, entry }: Committed): void {
  const height = (state.heights[node.index] ?? 0) + 1;
  state.heights[node.index] = height;
  if (entry.slot !== undefined) {
    const chainEntry: ChainEntry = { block: entry.id, round: entry.round, stateId: entry.stateId };
    state.decisions.set(
      entry.slot,
      joined(state.decisions.get(entry.slot) ?? [], chainEntry, node),
    );
    return;
  }
  if (state.forks[node.index] !== null) return;
  const known = state.chain[height - 1];
  if (known?.block === entry.id && known.stateId === entry.stateId) return;
  const chainEntry: ChainEntry = { block: entry.id, round: entry.round, stateId: entry.stateId };
  if (known === undefined) state.chain.push(chainEntry);
  else state.forks[node.index] = { height, chainEntry };
}

function withoutFork(state: AgreementState, runInfo: RunInfo): Verdict {
  const compared = [...state.decisions.values()].some((branches) =>
    branches.some(({ nodes }) => nodes.length > 1),
  );
  if (compared) return HELD;
  const committers = runInfo.nodes.filter((node) => (state.heights[node.index] ?? 0) > 0);
  const only = committers[0];
  if (only === undefined) return vacuous("no honest node committed a block");
  if (committers.length > 1 && state.decisions.size === 0) return HELD;
  if (committers.length > 1) return vacuous("no two honest nodes decided in one slot");
  return vacuous(`only ${only.id} committed a block, so there was nothing to compare`);
}

function explain(state: AgreementState, fork: number, { runInfo, facts }: ObservedRun): Verdict {
  const branches = branchesAt(state, fork, runInfo);
  const blocks = distinct(branches.map(({ chainEntry }) => chainEntry.block));
  const last = state.chain[fork - 2];
  const root = last === undefined ? "genesis" : blockName(facts.tree, last.block);
  return violated({
    rounds: ascending(branches.map(({ chainEntry }) => chainEntry.round)),
    blocks,
    nodes: branches.flatMap(({ nodes }) => nodes),
    explanation: [`the committed chains part after ${root}: ${sentences(branches, facts)}`],
  });
}

function explainSlots(
  disputes: readonly (readonly [string, readonly Branch[]])[],
  { facts }: ObservedRun,
): Verdict {
  const branches = disputes.flatMap(([, each]) => each);
  return violated({
    rounds: ascending(branches.map(({ chainEntry }) => chainEntry.round)),
    blocks: distinct(branches.map(({ chainEntry }) => chainEntry.block)),
    nodes: distinct(branches.flatMap(({ nodes }) => nodes)),
    explanation: firstFew(
      disputes.map(([slot, each]) => `decisions of ${slot} differ: ${sentences(each, facts)}`),
    ),
  });
}

/** Describes which nodes committed which entries. */
function sentences(branches: readonly Branch[], { tree }: Facts): string {
  const all = branches.map(({ chainEntry, nodes }) => {
    const alike = branches.filter((other) => other.chainEntry.block === chainEntry.block);
    const states = alike.map((other) => other.chainEntry.stateId);
    const state =
      alike.length === 1 ? "" : ` with execution state ${states.indexOf(chainEntry.stateId) + 1}`;
    return `${joinWithAnd(nodes)} committed ${blockName(tree, chainEntry.block)}${state}`;
  });
  return all.join("; ");
}

function branchesAt(state: AgreementState, fork: number, runInfo: RunInfo): readonly Branch[] {
  let branches: readonly Branch[] = [];
  for (const node of runInfo.nodes) {
    const chainEntry = entryAt(state, node.index, fork);
    if (chainEntry !== undefined) branches = joined(branches, chainEntry, node);
  }
  return branches;
}

/** The branches, after adding a node to that of its entry. */
function joined(
  branches: readonly Branch[],
  chainEntry: ChainEntry,
  { id }: NodeInfo,
): readonly Branch[] {
  const own = branches.find((branch) => sameEntry(branch.chainEntry, chainEntry));
  if (own === undefined) return [...branches, { chainEntry, nodes: [id] }];
  if (own.nodes.includes(id)) return branches;
  return branches.map((branch) =>
    branch === own ? { chainEntry, nodes: [...branch.nodes, id] } : branch,
  );
}

/** The entry of a node at a height below the first fork. */
function entryAt(state: AgreementState, index: number, height: number): ChainEntry | undefined {
  if ((state.heights[index] ?? 0) < height) return undefined;
  const ownFork = state.forks[index];
  return ownFork?.height === height ? ownFork.chainEntry : state.chain[height - 1];
}

const sameEntry = (a: ChainEntry, b: ChainEntry): boolean =>
  a.block === b.block && a.stateId === b.stateId;
