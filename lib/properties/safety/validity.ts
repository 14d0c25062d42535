/** The property validity: an honest node commits only proposed values. */
import type { BlockId, NodeId, Round } from "../../protocol/ids.js";
import { HELD, vacuous, violated, type Property } from "../../protocol/judging/property.js";
import { ascending, distinct, firstFew } from "../wording.js";
import { blockName } from "../names.js";

interface Fault {
  readonly node: NodeId;
  readonly block: BlockId;
  readonly round: Round;
}

interface State {
  readonly faults: Fault[];
  committed: boolean;
}

/**
 * Every block that an honest node commits was proposed before, by whatever node. Vacuous where no
 * message tells of a proposed block.
 */
export const validity: Property<State> = {
  name: "validity",
  anyNetwork: true,
  safety: true,
  init: () => ({ faults: [], committed: false }),
  on: {
    committed(state, { node, entry: { id, round }, recalled }, { facts }) {
      if (recalled === true) return;
      state.committed = true;
      const proposer = facts.tree.blocks.get(id)?.proposer ?? null;
      if (proposer === null) state.faults.push({ node: node.id, block: id, round });
    },
  },
  verdict({ faults, committed }, { facts: { tree } }) {
    if (!committed) return vacuous("no honest node committed a block");
    if (![...tree.blocks.values()].some(({ proposer }) => proposer !== null)) {
      return vacuous("no message tells which blocks are proposed");
    }
    if (faults.length === 0) return HELD;
    return violated({
      rounds: ascending(faults.map(({ round }) => round)),
      blocks: distinct(faults.map(({ block }) => block)),
      nodes: distinct(faults.map(({ node }) => node)),
      explanation: firstFew(
        faults.map(({ node, block }) => {
          return `${node} committed ${blockName(tree, block)}, which nobody had proposed`;
        }),
      ),
    });
  },
};
