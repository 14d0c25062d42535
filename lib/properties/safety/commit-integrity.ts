/** The property commit-integrity: an honest node commits each entry once and in order. */
import { unreachable } from "../../protocol/assert.js";
import type { BlockTree } from "../../protocol/judging/facts.js";
import {
  GENESIS_ROUND,
  type BlockId,
  type NodeId,
  type Round,
  type Transaction,
} from "../../protocol/ids.js";
import type { LedgerEntry } from "../../protocol/host/ledger.js";
import { HELD, vacuous, violated, type Property } from "../../protocol/judging/property.js";
import { ascending, distinct, firstFew } from "../wording.js";
import { blockName } from "../names.js";

interface Fault {
  readonly node: NodeId;
  readonly block: BlockId;
  readonly round: Round;
  readonly what:
    | { readonly kind: "gap"; readonly parent: BlockId; readonly last: BlockId | null }
    | { readonly kind: "round-not-above-qc"; readonly qcRound: Round }
    | { readonly kind: "decided-twice"; readonly slot: string }
    | {
        readonly kind: "committed-twice";
        readonly transaction: Transaction;
        readonly earlier: BlockId;
      };
}

/** What one node has committed. */
interface Ledger {
  last: BlockId | null;
  /** The block that brought each transaction. */
  readonly transactions: Map<Transaction, BlockId>;
  /** The slots in which it has decided. */
  slots: readonly string[];
}

interface State {
  /** By node index. */
  readonly ledgers: Ledger[];
  readonly faults: Fault[];
}

/**
 * In every honest node's chain: no transaction is committed twice, each block's parent was
 * committed just before it, and its round is above that of the QC in it. Where decisions are no
 * chain, a node decides once in a slot.
 */
export const commitIntegrity: Property<State> = {
  name: "commit-integrity",
  init: (runInfo) => ({
    ledgers: runInfo.nodes.map(() => ({ last: null, transactions: new Map(), slots: [] })),
    faults: [],
  }),
  on: {
    committed(state, { node, entry }, { facts }) {
      const ledger = state.ledgers[node.index];
      if (ledger === undefined) return;
      for (const what of faultsOf(ledger, entry, facts.tree)) {
        state.faults.push({ node: node.id, block: entry.id, round: entry.round, what });
      }
      ledger.last = entry.id;
    },
  },
  comparison: {
    monotone: true,
    references: ({ ledgers }, _, syncsWholeChains) =>
      syncsWholeChains ? [] : ledgers.flatMap(({ last }) => last ?? []),
    key: ({ ledgers }, _, { ids }) =>
      ledgers.map(({ last }) => (last === null ? "" : ids.ledgerPosition(last))).join(" "),
  },
  verdict({ ledgers, faults }, { facts }) {
    if (faults.length > 0) {
      return violated({
        rounds: ascending(faults.map(({ round }) => round)),
        blocks: distinct(faults.map(({ block }) => block)),
        nodes: distinct(faults.map(({ node }) => node)),
        explanation: firstFew(faults.map((fault) => sentence(fault, facts.tree))),
      });
    }
    const committed = ledgers.some(({ last }) => last !== null);
    return committed ? HELD : vacuous("no honest node committed a block");
  },
};

/** What is wrong with the next entry; enters its transactions into the ledger. */
function faultsOf(ledger: Ledger, entry: LedgerEntry, tree: BlockTree): readonly Fault["what"][] {
  const faults: Fault["what"][] = [];
  const { parent, slot, parentRound, round } = entry;
  if (parent !== undefined && !joins(ledger, parent, parentRound, tree)) {
    faults.push({ kind: "gap", parent, last: ledger.last });
  }
  if (parentRound !== undefined && round <= parentRound) {
    faults.push({ kind: "round-not-above-qc", qcRound: parentRound });
  }
  if (slot !== undefined) {
    if (ledger.slots.includes(slot)) faults.push({ kind: "decided-twice", slot });
    else ledger.slots = [...ledger.slots, slot];
  }
  for (const transaction of entry.transactions) {
    const earlier = ledger.transactions.get(transaction);
    if (earlier === undefined) ledger.transactions.set(transaction, entry.id);
    else faults.push({ kind: "committed-twice", transaction, earlier });
  }
  return faults;
}

/** Whether a block stands on the last one. The first stands on genesis, which nobody proposes. */
function joins(
  { last }: Ledger,
  parent: BlockId,
  parentRound: Round | undefined,
  tree: BlockTree,
): boolean {
  if (last !== null) return parent === last;
  return parentRound === undefined ? !tree.blocks.has(parent) : parentRound === GENESIS_ROUND;
}

function sentence({ node, block, round, what }: Fault, tree: BlockTree): string {
  const name = blockName(tree, block);
  switch (what.kind) {
    case "gap": {
      const last = what.last === null ? "genesis" : blockName(tree, what.last);
      const parent = blockName(tree, what.parent);
      return `${node} committed ${name} after ${last}, without its parent ${parent}`;
    }
    case "round-not-above-qc":
      return `${node} committed ${name} of round ${round}, whose QC is of round ${what.qcRound}`;
    case "decided-twice":
      return `${node} decided ${what.slot} again, now ${name}`;
    case "committed-twice": {
      const earlier = blockName(tree, what.earlier);
      return `${node} committed "${what.transaction}" in ${earlier} and again in ${name}`;
    }
    default:
      return unreachable(what);
  }
}
