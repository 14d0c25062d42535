/** Which decisions made a failure possible, and what was not known when they were taken. */
import { descends } from "../../../lib/properties/block-tree.js";
import { blockName } from "../../../lib/properties/names.js";
import type { BlockId, NodeId } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import type { Facts } from "../../../lib/protocol/judging/facts.js";
import type { Fork } from "./branches.js";
import type { DecisionFact, IgnoranceFact } from "./document.js";
import type { RunLog, SignedStatement } from "./run-log.js";

type NameOf = (id: BlockId) => string;

/** What allowed votes: a fact for each slot, block and reason. */
export function decisionFacts(
  votes: readonly SignedStatement[],
  nameOf: NameOf,
): readonly DecisionFact[] {
  const facts = new Map<string, { fact: DecisionFact; nodes: NodeInfo[] }>();
  for (const { node, round, slot, value, decision } of votes) {
    if (value === null) continue;
    const { what, because } = decision ?? { what: "sign", because: "" };
    const key = JSON.stringify([slot, value, what, because]);
    const known = facts.get(key);
    const fact = { round, slot, block: nameOf(value), nodes: [], what, because };
    if (known === undefined) facts.set(key, { fact, nodes: [node] });
    else known.nodes.push(node);
  }
  return [...facts.values()].map(({ fact, nodes }) => ({ ...fact, nodes: inNodeOrder(nodes) }));
}

/** Ids in the order that holds everywhere. */
export const inNodeOrder = (nodes: readonly NodeInfo[]): NodeId[] =>
  [...nodes].sort((one, other) => one.index - other.index).map(({ id }) => id);

/**
 * The first votes for the other branch that honest nodes cast in the round of the first branch's
 * last certificate or later, after a vote for the first branch. None if nobody did.
 */
export function switchedIn(
  { first, other, proof }: Fork,
  log: RunLog,
  { tree }: Facts,
): readonly SignedStatement[] {
  const last = Math.max(0, ...proof.map(({ round }) => round));
  const isOn = ({ value }: SignedStatement, branch: BlockId): boolean => {
    const [block, bottom] = [value, branch].map((id) => id && tree.blocks.get(id));
    return block && bottom ? descends(tree, block, bottom) : false;
  };
  const switched = log.statements.filter(
    (vote) =>
      vote.node.honest &&
      !vote.proposes &&
      vote.round >= last &&
      isOn(vote, other.entry.id) &&
      log.statements.some(
        (earlier) =>
          earlier.node.id === vote.node.id &&
          earlier.event < vote.event &&
          isOn(earlier, first.entry.id),
      ),
  );
  return switched.filter(
    ({ slot, value }) => slot === switched[0]?.slot && value === switched[0].value,
  );
}

const isOfBlock = <Of extends { readonly value: BlockId | null }>(
  statement: Of | undefined,
): statement is Of & { readonly value: BlockId } => typeof statement?.value === "string";

/** What honest voters did not know of the certificate that decided the first branch. */
export function unknownTo(
  votes: readonly SignedStatement[],
  { proof, kind }: Fork,
  { log, facts }: { readonly log: RunLog; readonly facts: Facts },
): readonly IgnoranceFact[] {
  const [vote] = votes;
  const last = proof.at(-1);
  if (!isOfBlock(vote) || !isOfBlock(last) || kind !== "blocks") return [];
  const nodes = votes
    .filter(
      ({ node, event }) =>
        node.honest &&
        !log
          .knownAt(node.id, event)
          .some(({ slot, value }) => slot === last.slot && value === last.value),
    )
    .map(({ node }) => node);
  if (nodes.length === 0) return [];
  const nameOf = (id: BlockId): string => blockName(facts.tree, id);
  return [
    {
      block: nameOf(last.value),
      kind: last.kind ?? "certificate",
      nodes: inNodeOrder(nodes),
      votingFor: nameOf(vote.value),
    },
  ];
}
