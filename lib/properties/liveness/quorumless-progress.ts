/** The property quorumless-progress: no node leaves a round in which no group has a quorum. */
import type { EntryCause } from "../../protocol/host/effect.js";
import { GENESIS_ROUND, maxRound, nextRound, type NodeId, type Round } from "../../protocol/ids.js";
import { aWord, ascending, distinct, firstFew, groupedSentences } from "../wording.js";
import { HELD, vacuous, violated, type Property } from "../../protocol/judging/property.js";

interface EntryPastRound {
  readonly node: NodeId;
  readonly round: Round;
  readonly by: EntryCause;
}

interface State {
  /** The highest round that any node has entered. */
  reached: Round;
  /** Rounds up to here have been looked at: no round is before a node has left it. */
  examined: Round;
  /** The first quorumless round so far. */
  quorumless: Round | null;
  /** The first entrance of each node into a later round. */
  readonly passes: EntryPastRound[];
}

/**
 * No node, honest or not, passes a quorumless round: one where nobody can receive votes, nor
 * timeouts, from a quorum. As none may pass the first such round, later ones add nothing.
 */
export const quorumlessProgress: Property<State> = {
  name: "quorumless-progress",
  reads: ["quorumless"],
  init: () => ({ reached: GENESIS_ROUND, examined: GENESIS_ROUND, quorumless: null, passes: [] }),
  on: {
    entered(state, { node, round, by }, { runInfo }) {
      state.reached = maxRound(state.reached, round);
      while (state.quorumless === null && nextRound(state.examined) < round) {
        state.examined = nextRound(state.examined);
        if (runInfo.quorumless(state.examined)) state.quorumless = state.examined;
      }
      if (state.quorumless === null || round <= state.quorumless) return;
      if (state.passes.some((pass) => pass.node === node.id)) return;
      state.passes.push({ node: node.id, round, by });
    },
  },
  comparison: {
    monotone: false,
    key: ({ reached, examined, quorumless, passes }) =>
      passes.length > 0 ? "!" : `${reached} ${examined} ${quorumless ?? ""}`,
  },
  verdict({ reached, examined, quorumless, passes }, { runInfo }) {
    if (quorumless === null || passes.length === 0) {
      const isEntered =
        quorumless !== null || (examined < reached && runInfo.quorumless(nextRound(examined)));
      return isEntered ? HELD : vacuous("no quorumless round was entered");
    }
    return violated({
      rounds: ascending([quorumless, ...passes.map(({ round }) => round)]),
      blocks: [],
      nodes: distinct(passes.map(({ node }) => node)),
      explanation: firstFew(
        groupedSentences(
          passes,
          ({ node }) => node,
          (pass) => sentence(pass, quorumless),
        ),
      ),
    });
  },
};

const sentence = ({ round, by }: EntryPastRound, quorumless: Round): string =>
  `entered round ${round} by ${aWord(by)}, ` +
  `past round ${quorumless} in which no quorum could form`;
