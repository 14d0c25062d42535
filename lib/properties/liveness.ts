import { GENESIS_ROUND, maxRound, type Round } from "../protocol/ids.js";
import type { NodeInfo } from "../protocol/occurrence.js";
import { ascending, count, listing, together } from "./english.js";
import { HELD, isFinal, vacuous, violated, type Property, type Run } from "./property.js";
import { highestOf } from "./round-entries.js";

interface State {
  /** The highest round of a block that each node has committed, by its index. */
  readonly committed: Round[];
}

/**
 * Property 3 in a finite run: once any honest node has entered a round after the R scripted ones,
 * every honest node commits a block of such a round.
 */
export const liveness: Property<State> = {
  name: "liveness",
  init: (setting) => ({ committed: setting.nodes.map(() => GENESIS_ROUND) }),
  on: {
    committed(state, { node, entry }) {
      state.committed[node.index] = maxRound(roundOf(state, node), entry.round);
    },
  },
  verdict(state, { setting, facts }, end) {
    const last = setting.scriptedRounds;
    const honest = setting.nodes.filter((node) => node.honest);
    if (!honest.some((node) => highestOf(facts.entries, node.index) > last)) {
      return vacuous(`no honest node entered a round after ${last}, the last scripted one`);
    }
    const behind = honest.filter((node) => roundOf(state, node) <= last);
    if (behind.length === 0) return HELD;
    const names = listing(behind.map(({ id }) => id));
    if (!isFinal(end)) return vacuous(`the run was cut short before ${names} could commit`);
    return violated({
      rounds: ascending(behind.map((node) => highestOf(facts.entries, node.index))),
      blocks: [],
      nodes: behind.map(({ id }) => id),
      explanation: together(
        behind,
        ({ id }) => id,
        (node) => shortfall(node, state, { setting, facts }),
      ),
    });
  },
};

const roundOf = (state: State, node: NodeInfo): Round =>
  state.committed[node.index] ?? GENESIS_ROUND;

function shortfall(node: NodeInfo, state: State, { setting, facts }: Run): string {
  const committed = roundOf(state, node);
  const most = committed === GENESIS_ROUND ? "nothing" : `no block above round ${committed}`;
  const entered = highestOf(facts.entries, node.index);
  const scripted = count(setting.scriptedRounds, "scripted round");
  return `reached round ${entered} but committed ${most}, after ${scripted}`;
}
