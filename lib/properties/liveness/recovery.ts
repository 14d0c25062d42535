/** The property recovery: after the network heals, every honest node commits again. */
import { GENESIS_ROUND, maxRound, nextRound, round } from "../../protocol/ids.js";
import type { NodeId, Round } from "../../protocol/ids.js";
import type { NodeInfo, RunInfo } from "../../protocol/judging/observed-event.js";
import { HELD, isFinal, vacuous, violated } from "../../protocol/judging/property.js";
import type { Cycle, Property, Stuck, Verdict } from "../../protocol/judging/property.js";
import type { ObservedRun } from "../../protocol/judging/observed-run.js";
import { ascending, count, joinWithAnd, groupedSentences } from "../wording.js";
import { highestOf } from "../round-entries.js";

interface State {
  /**
   * The highest round of a block that each node has committed, by its index. For a node that has
   * halted, one after the scripted rounds: it has nothing left to commit.
   */
  readonly committed: Round[];
  /** The first report of an honest leader that it may propose nothing. */
  stuck: (Pick<Stuck, "round" | "because"> & { readonly node: NodeId }) | null;
}

/**
 * Property 3 in a finite run: once any honest node has entered a round after the R scripted ones,
 * every honest node commits a block of such a round, or halts. Vacuous where the run ends before
 * anybody has to, where nothing is delivered in those rounds, or where they repeat rounds that a
 * faulty replica leads. Violated in whatever round an honest leader reports that it has the
 * messages of a quorum and may propose nothing, and where rounds repeat for ever under honest
 * leaders without a commit. `rounds` are the fewest stabilisation rounds within which a correct
 * replica of the protocol commits.
 */
export const recovery = (rounds: number): Property<State> => ({
  name: "recovery",
  essential: true,
  init: (runInfo) => ({ committed: runInfo.nodes.map(() => GENESIS_ROUND), stuck: null }),
  on: {
    committed(state, { node, entry }) {
      state.committed[node.index] = maxRound(roundOf(state, node), entry.round);
    },
    halted(state, node, { runInfo }) {
      state.committed[node.index] = nextRound(round(runInfo.scriptedRounds));
    },
    stuck(state, { node, round, because }) {
      state.stuck ??= { node: node.id, round, because };
    },
  },
  comparison: {
    monotone: false,
    key: ({ committed, stuck }, { runInfo }) =>
      stuck === null
        ? committed.map((round) => (round > runInfo.scriptedRounds ? "+" : "-")).join("")
        : "stuck",
  },
  verdict(state, { runInfo, facts }, end) {
    if (state.stuck !== null) return stuckLeader(state.stuck);
    if (end.cycle !== undefined) return livelock(end.cycle, runInfo);
    const last = runInfo.scriptedRounds;
    const honest = runInfo.nodes.filter((node) => node.honest);
    const behind = honest.filter((node) => roundOf(state, node) <= last);
    if (!honest.some((node) => highestOf(facts.entries, node.index) > last)) {
      if (behind.length === 0) return HELD;
      return vacuous(`no honest node entered a round after ${last}, the last scripted one`);
    }
    const hindrance = hindranceIn(runInfo, rounds);
    if (hindrance !== undefined) return vacuous(hindrance);
    if (behind.length === 0) return HELD;
    const names = joinWithAnd(behind.map(({ id }) => id));
    if (!isFinal(end)) return vacuous(`the run was cut short before ${names} could commit`);
    return violated({
      rounds: ascending(behind.map((node) => highestOf(facts.entries, node.index))),
      blocks: [],
      nodes: behind.map(({ id }) => id),
      explanation: groupedSentences(
        behind,
        ({ id }) => id,
        (node) => shortfall(node, state, { runInfo, facts }),
      ),
    });
  },
});

const stuckLeader = ({ node, round, because }: NonNullable<State["stuck"]>): Verdict =>
  violated({
    rounds: [round],
    blocks: [],
    nodes: [node],
    explanation: [`${node} leads round ${round} and may propose nothing: ${because}`],
  });

const livelock = ({ from, to }: Cycle, { nodes, leaderOf }: RunInfo): Verdict => {
  const rounds = Array.from({ length: to - from }, (_, at) => round(from + at));
  const leaders = rounds.map((each) => leaderOf?.(each) ?? "nobody");
  const which = to - from === 1 ? `round ${from} repeats` : `rounds ${from} to ${to - 1} repeat`;
  return violated({
    rounds,
    blocks: [],
    nodes: nodes.flatMap(({ honest, id }) => (honest ? id : [])),
    explanation: [
      `${which} for ever: round ${to} begins in the state of round ${from}, and nobody has ` +
        `committed in between`,
      `${joinWithAnd(leaders)} led, and messages between honest nodes arrived in time`,
    ],
  });
};

/** Why a correct protocol need not commit anything after the scripted rounds. */
function hindranceIn(runInfo: RunInfo, fewest: number): string | undefined {
  const { scriptedRounds, stabilizationRounds, faultySuffix = false } = runInfo;
  if (runInfo.quorumless(nextRound(round(scriptedRounds)))) {
    return `no quorum can form after round ${scriptedRounds}, the last scripted one`;
  }
  if (faultySuffix) return "a faulty replica leads rounds that repeat for ever";
  if (stabilizationRounds >= fewest) return undefined;
  const given = count(stabilizationRounds, "stabilisation round");
  return `nobody has to commit within ${given}: it takes ${fewest}`;
}

const roundOf = (state: State, node: NodeInfo): Round =>
  state.committed[node.index] ?? GENESIS_ROUND;

function shortfall(node: NodeInfo, state: State, { runInfo, facts }: ObservedRun): string {
  const committed = roundOf(state, node);
  const most = committed === GENESIS_ROUND ? "nothing" : `no block above round ${committed}`;
  const entered = highestOf(facts.entries, node.index);
  const scripted = count(runInfo.scriptedRounds, "scripted round");
  return `reached round ${entered} but committed ${most}, after ${scripted}`;
}
