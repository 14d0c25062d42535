/** The property bounded-commit: with honest leaders, blocks are committed within a time bound. */
import { nextRound, type Millis, type NodeId, type Round } from "../../protocol/ids.js";
import type { NodeInfo, RunInfo } from "../../protocol/judging/observed-event.js";
import { relative } from "../../protocol/judging/state-comparison.js";
import {
  HELD,
  isFinal,
  vacuous,
  violated,
  type Property,
  type RunEnd,
} from "../../protocol/judging/property.js";
import type { ObservedRun } from "../../protocol/judging/observed-run.js";
import type { Promises } from "../../protocol/protocol.js";
import { ascending, distinct, firstFew, joinWithAnd, groupedSentences } from "../wording.js";

/** By when, and after how many honest leaders in a row. */
type CommitPromise = NonNullable<Promises["commitsWithin"]>;

interface State {
  /** When each honest node committed the block of a judged round. */
  readonly commits: Map<Round, Map<NodeId, Millis>>;
}

/** A round in which Property 4 promised something, by when, and what each node got. */
interface Window {
  readonly round: Round;
  readonly opened: { readonly node: NodeId; readonly at: Millis };
  readonly due: Millis;
  readonly commits: ReadonlyMap<NodeId, Millis>;
}

/**
 * Property 4 in virtual time: when k rounds from r on have honest leaders (DiemBFT: 3), every
 * honest node commits the block of round r within so many Δ (7) of the first honest node's entering
 * r. Judged for rounds r >= R+2 first entered at or after GST, as laggards still catch up in R+1,
 * or for every r from the declared stable round on; always with the last of the k <= R+S, as the
 * commit rides on its proposal.
 *
 * DEVIATION: the paper says "directly commits"; a commit as the ancestor of a later block counts
 * too, as a proposal of r+3 may overtake that of r+2.
 */
export const boundedCommit = (promise: CommitPromise): Property<State> => ({
  name: "bounded-commit",
  reads: ["leaders"],
  init: () => ({ commits: new Map() }),
  on: {
    committed(state, { node, entry, at }, { runInfo }) {
      if (entry.round < firstJudged(runInfo)) return;
      const sofar = state.commits.get(entry.round);
      if (sofar === undefined) state.commits.set(entry.round, new Map([[node.id, at]]));
      else if (!sofar.has(node.id)) sofar.set(node.id, at);
    },
  },
  comparison: {
    monotone: false,
    key: ({ commits }, _, { now }) =>
      [...commits].map(([round, times]) => `${round}:${relative(times, now)}`).join(","),
  },
  verdict(state, run, end) {
    if (run.runInfo.leaderOf === undefined) return vacuous("no leaders were agreed in advance");
    const windows = windowsOf(state, run, promise);
    if (windows.length === 0) {
      return vacuous("no round with honest leaders began after the network was stable");
    }
    const honest = run.runInfo.nodes.filter((node) => node.honest);
    const broken = windows.flatMap((window) => {
      const late = honest.filter((node) => isLate(node, window, end));
      return late.length > 0 ? [{ window, late }] : [];
    });
    if (broken.length > 0) {
      return violated({
        rounds: broken.map(({ window }) => window.round),
        blocks: [],
        nodes: distinct(broken.flatMap(({ late }) => late.map(({ id }) => id))),
        explanation: firstFew(broken.map(({ window, late }) => sentence(window, late))),
      });
    }
    const kept = windows.some(({ commits }) => honest.every(({ id }) => commits.has(id)));
    return kept ? HELD : vacuous("the run was cut short before any commit was due");
  },
});

const firstJudged = (runInfo: RunInfo): Round =>
  runInfo.declaredStable ? runInfo.stableFrom : nextRound(runInfo.stableFrom);

/** The rounds in which something was promised, ascending. */
function windowsOf(
  state: State,
  { runInfo, facts: { entries } }: ObservedRun,
  { deltas, honestLeaders }: CommitPromise,
): readonly Window[] {
  const last = runInfo.scriptedRounds + runInfo.stabilizationRounds;
  const gst = runInfo.declaredStable ? 0 : (entries.stableSince ?? Infinity);
  const windows: Window[] = [];
  for (const round of ascending([...entries.first.keys()])) {
    const opened = entries.first.get(round);
    if (opened === undefined || round < firstJudged(runInfo) || opened.at < gst) continue;
    if (round + honestLeaders - 1 > last) continue;
    if (!areLedHonestly(runInfo, round, honestLeaders)) continue;
    const due = opened.at + deltas * runInfo.delta;
    windows.push({ round, opened, due, commits: state.commits.get(round) ?? new Map() });
  }
  return windows;
}

/** Whether so many rounds, from this one on, have honest leaders. */
function areLedHonestly(runInfo: RunInfo, first: Round, rounds: number): boolean {
  let each = first;
  for (let left = rounds; left > 0; left--, each = nextRound(each)) {
    const leader = runInfo.leaderOf?.(each);
    if (!runInfo.nodes.some((node) => node.replica === leader && node.honest)) return false;
  }
  return true;
}

/** Whether a node missed the deadline for certain. */
function isLate({ id }: NodeInfo, { due, commits }: Window, end: RunEnd): boolean {
  const at = commits.get(id);
  return at === undefined ? isFinal(end) || end.at > due : at > due;
}

function sentence({ round, opened, due, commits }: Window, late: readonly NodeInfo[]): string {
  const failures = groupedSentences(
    late,
    ({ id }) => id,
    ({ id }) => {
      const at = commits.get(id);
      return at === undefined ? "never committed its block" : `committed it at ${at} ms`;
    },
  );
  const promise = `entered by ${opened.node} at ${opened.at} ms, was to commit by ${due} ms`;
  return `round ${round}, ${promise}: ${joinWithAnd(failures)}`;
}
