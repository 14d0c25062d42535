/** The property sign-once: an honest identity signs at most one value per slot. */
import type { BlockTree } from "../../protocol/judging/facts.js";
import type { BlockId, NodeId, Round } from "../../protocol/ids.js";
import { HELD, vacuous, violated, type Property } from "../../protocol/judging/property.js";
import { ascending, distinct, firstFew } from "../wording.js";
import { blockName } from "../names.js";

type Value = BlockId | null;

interface Offence {
  readonly node: NodeId;
  readonly round: Round;
  readonly slot: string;
  readonly first: Value;
  readonly second: Value;
}

interface State {
  /** By node index: the first value that it signed in each slot. */
  readonly signed: Map<string, Value>[];
  readonly offences: Offence[];
}

/** In one slot an honest node signs one value. The same statement again is no second one. */
export const signOnce: Property<State> = {
  name: "sign-once",
  anyNetwork: true,
  safety: true,
  init: (runInfo) => ({ signed: runInfo.nodes.map(() => new Map<string, Value>()), offences: [] }),
  on: {
    signed(state, { slot, value }, { round }, node) {
      const signed = state.signed[node.index];
      const first = signed?.get(slot);
      if (first === undefined) signed?.set(slot, value);
      else if (first !== value) {
        state.offences.push({ node: node.id, round, slot, first, second: value });
      }
    },
  },
  verdict({ signed, offences }, { facts }) {
    if (offences.length === 0) {
      return signed.some(({ size }) => size > 0) ? HELD : vacuous("no honest node signed anything");
    }
    return violated({
      rounds: ascending(offences.map(({ round }) => round)),
      blocks: distinct(
        offences.flatMap(({ first, second }) => [first, second]).filter((value) => value !== null),
      ),
      nodes: distinct(offences.map(({ node }) => node)),
      explanation: firstFew(offences.map((offence) => sentence(offence, facts.tree))),
    });
  },
};

function sentence({ node, slot, first, second }: Offence, tree: BlockTree): string {
  const nameOf = (value: Value): string => (value === null ? "nil" : blockName(tree, value));
  return `${node} signed ${nameOf(second)} in ${slot}, after ${nameOf(first)}`;
}
