import { unreachable } from "../protocol/assert.js";
import { GENESIS_ROUND, type BlockId, type NodeId, type Round } from "../protocol/ids.js";
import type { LedgerEntry } from "../protocol/ledger.js";
import type { Transaction } from "../protocol/ids.js";
import type { BlockTree } from "./block-tree.js";
import { ascending, distinct, firstFew } from "./english.js";
import { blockName } from "./names.js";
import { HELD, vacuous, violated, type Property } from "./property.js";

interface Fault {
  readonly node: NodeId;
  readonly block: BlockId;
  readonly round: Round;
  readonly what:
    | { readonly kind: "gap"; readonly parent: BlockId; readonly last: BlockId | null }
    | { readonly kind: "round-not-above-qc"; readonly qcRound: Round }
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
}

interface State {
  /** By node index. */
  readonly ledgers: Ledger[];
  readonly faults: Fault[];
}

/**
 * In every honest node's chain: no transaction is committed twice, each block's parent was
 * committed just before it, and its round is above that of the QC in it.
 */
export const commitIntegrity: Property<State> = {
  name: "commit-integrity",
  init: (setting) => ({
    ledgers: setting.nodes.map(() => ({ last: null, transactions: new Map() })),
    faults: [],
  }),
  on: {
    committed(state, { node, entry }) {
      const ledger = state.ledgers[node.index];
      if (ledger === undefined) return;
      for (const what of faultsOf(ledger, entry)) {
        state.faults.push({ node: node.id, block: entry.id, round: entry.round, what });
      }
      ledger.last = entry.id;
    },
  },
  comparable: {
    monotone: true,
    mentions: ({ ledgers }, _, movesChains) =>
      movesChains ? [] : ledgers.flatMap(({ last }) => last ?? []),
    key: ({ ledgers }, _, { naming }) =>
      ledgers.map(({ last }) => (last === null ? "" : naming.position(last))).join(" "),
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
function faultsOf(ledger: Ledger, entry: LedgerEntry): readonly Fault["what"][] {
  const faults: Fault["what"][] = [];
  const joins =
    ledger.last === null ? entry.parentRound === GENESIS_ROUND : entry.parent === ledger.last;
  if (!joins) faults.push({ kind: "gap", parent: entry.parent, last: ledger.last });
  if (entry.round <= entry.parentRound) {
    faults.push({ kind: "round-not-above-qc", qcRound: entry.parentRound });
  }
  for (const transaction of entry.transactions) {
    const earlier = ledger.transactions.get(transaction);
    if (earlier === undefined) ledger.transactions.set(transaction, entry.id);
    else faults.push({ kind: "committed-twice", transaction, earlier });
  }
  return faults;
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
    case "committed-twice": {
      const earlier = blockName(tree, what.earlier);
      return `${node} committed "${what.transaction}" in ${earlier} and again in ${name}`;
    }
    default:
      return unreachable(what);
  }
}
