/** What lies between the votes for the two sides of a fork: what was signed, and what was known. */
import { descends } from "../../../lib/properties/block-tree.js";
import { blockName } from "../../../lib/properties/names.js";
import type { Certificate } from "../../../lib/protocol/description.js";
import type { BlockId } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import type { Facts } from "../../../lib/protocol/judging/facts.js";
import type { Fork } from "./branches.js";
import { inNodeOrder } from "./decisions.js";
import type { BetweenFact, KnowledgeFact } from "./document.js";
import type { RunLog, SignedStatement } from "./run-log.js";

/** Whether a value is a block of the side that begins with this block. */
const isOn = (value: BlockId | null, bottom: BlockId, { tree }: Facts): boolean => {
  const [block, first] = [value, bottom].map((id) =>
    id === null ? undefined : tree.blocks.get(id),
  );
  return block !== undefined && first !== undefined && descends(tree, block, first);
};

/**
 * What the nodes that changed sides signed after their last vote for the first side and before
 * their vote for the other, a fact for each slot, value and reason; in order.
 */
export function betweenVotes(
  switched: readonly SignedStatement[],
  { first }: Fork,
  { log, facts }: { readonly log: RunLog; readonly facts: Facts },
): readonly BetweenFact[] {
  const found = new Map<string, { readonly fact: BetweenFact; readonly nodes: NodeInfo[] }>();
  for (const vote of switched) {
    const earlier = log.statements.filter(
      ({ node, event, proposes }) => node.id === vote.node.id && event < vote.event && !proposes,
    );
    const last = earlier.findLastIndex(({ value }) => isOn(value, first.entry.id, facts));
    for (const { node, round, slot, value, declined, decision } of earlier.slice(last + 1)) {
      const name = value === null ? "nil" : blockName(facts.tree, value);
      const because = (value === null ? declined : decision)?.because ?? "";
      const key = JSON.stringify([slot, name, because]);
      const known = found.get(key);
      const fact = { round, slot, value: name, nodes: [], because };
      if (known === undefined) found.set(key, { fact, nodes: [node] });
      else known.nodes.push(node);
    }
  }
  return [...found.values()].map(({ fact, nodes }) => ({ ...fact, nodes: inNodeOrder(nodes) }));
}

/**
 * Of each side of a fork, the highest certificate that was known to the honest nodes that proposed
 * for the other side, and to those that changed sides with their votes.
 */
export function knownBefore(
  switched: readonly SignedStatement[],
  { first, other }: Fork,
  { log, facts }: { readonly log: RunLog; readonly facts: Facts },
): readonly KnowledgeFact[] {
  const [vote] = switched;
  if (vote === undefined) return [];
  const proposals = log.statements.filter(
    ({ proposes, value, node }) => proposes && value === vote.value && node.honest,
  );
  const found = new Map<string, { readonly fact: KnowledgeFact; readonly nodes: NodeInfo[] }>();
  for (const statement of [...proposals, ...switched]) {
    const { node, event, proposes, value } = statement;
    const certificates = log.knownAt(node.id, event);
    for (const side of [first, other]) {
      const top = highest(certificates.filter((each) => isOn(each.value, side.entry.id, facts)));
      if (top === undefined || top.value === null || value === null) continue;
      const { kind = "certificate", value: certified } = top;
      const [of, block] = [certified, value].map((id) => blockName(facts.tree, id));
      if (of === undefined || block === undefined) continue;
      const fact = { kind, of, isOfFirst: side === first, nodes: [], proposes, block };
      const key = JSON.stringify(fact);
      const known = found.get(key);
      if (known === undefined) found.set(key, { fact, nodes: [node] });
      else known.nodes.push(node);
    }
  }
  return [...found.values()].map(({ fact, nodes }) => ({ ...fact, nodes: inNodeOrder(nodes) }));
}

const highest = (certificates: readonly Certificate[]): Certificate | undefined =>
  certificates.reduce<Certificate | undefined>(
    (top, each) => (top === undefined || each.round >= top.round ? each : top),
    undefined,
  );
