/** The property vote-once: votes are in ascending rounds, and none follows a timeout. */
import { unreachable } from "../../../protocol/assert.js";
import type { BlockTree } from "../../../protocol/judging/facts.js";
import {
  GENESIS_ROUND,
  maxRound,
  type BlockId,
  type NodeId,
  type Round,
} from "../../../protocol/ids.js";
import { ascending, distinct, firstFew, groupedSentences } from "../../../properties/wording.js";
import { blockName } from "../../../properties/names.js";
import { HELD, vacuous, violated, type Property } from "../../../protocol/judging/property.js";
import { TIMEOUT, VOTE } from "../messages/messages.js";

/** The highest rounds for which one node has signed. */
interface Signed {
  vote: Round;
  votedFor: BlockId | null;
  timeout: Round;
}

interface ForbiddenVote {
  readonly node: NodeId;
  readonly round: Round;
  readonly block: BlockId;
  /** The conflicting statement: a vote of the same or a later round, or a timeout. */
  readonly against:
    | { readonly kind: "vote"; readonly round: Round; readonly block: BlockId }
    | { readonly kind: "timeout"; readonly round: Round };
}

interface State {
  /** By node index. */
  readonly signed: Signed[];
  readonly forbidden: ForbiddenVote[];
}

/**
 * An honest node signs at most one vote a round, in strictly increasing rounds, and none in a round
 * that it timed out of, or below one. The same vote sent again is no second vote.
 */
export const voteOnce: Property<State> = {
  name: "vote-once",
  init: (runInfo) => ({ signed: runInfo.nodes.map(nothingSigned), forbidden: [] }),
  on: {
    signed(state, { value: block }, { type, round }, node) {
      const signed = state.signed[node.index];
      if (signed === undefined) return;
      if (type === TIMEOUT) signed.timeout = maxRound(signed.timeout, round);
      if (type !== VOTE || block === null) return;
      const against = contradiction(signed, round);
      if (against !== null) state.forbidden.push({ node: node.id, round, block, against });
      if (round <= signed.vote) return;
      signed.vote = round;
      signed.votedFor = block;
    },
  },
  comparison: {
    monotone: true,
    key: ({ signed }, _, { minSignableRounds }) =>
      signed
        .map(({ vote, timeout }, index) => {
          const floor = minSignableRounds[index] ?? GENESIS_ROUND;
          return `${vote < floor ? "" : vote},${timeout < floor ? "" : timeout}`;
        })
        .join(" "),
  },
  verdict({ signed, forbidden }, { facts }) {
    if (forbidden.length > 0) {
      return violated({
        rounds: ascending(forbidden.map(({ round }) => round)),
        blocks: distinct(forbidden.flatMap(blocksIn)),
        nodes: distinct(forbidden.map(({ node }) => node)),
        explanation: firstFew(
          groupedSentences(
            forbidden,
            ({ node }) => node,
            (vote) => sentence(vote, facts.tree),
          ),
        ),
      });
    }
    const voted = signed.some(({ votedFor }) => votedFor !== null);
    return voted ? HELD : vacuous("no honest node voted");
  },
};

const nothingSigned = (): Signed => ({
  vote: GENESIS_ROUND,
  votedFor: null,
  timeout: GENESIS_ROUND,
});

function contradiction(signed: Signed, round: Round): ForbiddenVote["against"] | null {
  if (signed.votedFor !== null && round <= signed.vote) {
    return { kind: "vote", round: signed.vote, block: signed.votedFor };
  }
  return round <= signed.timeout ? { kind: "timeout", round: signed.timeout } : null;
}

const blocksIn = ({ block, against }: ForbiddenVote): readonly BlockId[] =>
  against.kind === "vote" ? [against.block, block] : [block];

function sentence({ round, block, against }: ForbiddenVote, tree: BlockTree): string {
  const vote = `voted for ${blockName(tree, block)} in round ${round}`;
  switch (against.kind) {
    case "vote": {
      const earlier = blockName(tree, against.block);
      return `${vote}, after a vote for ${earlier} in round ${against.round}`;
    }
    case "timeout":
      return `${vote}, after timing out of round ${against.round}`;
    default:
      return unreachable(against);
  }
}
