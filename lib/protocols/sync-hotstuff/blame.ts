/** Sync HotStuff when a view ends (figure 2): blame and quit. */
import { ownSignature } from "../../protocol/index.js";
import type { Round } from "../../protocol/index.js";
import { blameDigest } from "./messages.js";
import type { Blame, Message, Quit } from "./messages.js";
import { hasQuit } from "./replica.js";
import type { Replica } from "./replica.js";

/** The timer by which a replica expects proposals. */
export const BLAME_TIMER = "blame timer";
/** The timer after which a replica that has quit a view enters the next one. */
export const QUIT_TIMER = "quit wait";
/** The timer after which the leader of a new view has the statuses of all correct replicas. */
export const STATUS_TIMER = "status wait";
/** The timer after which a block of this height is committed. */
export const commitTimer = (height: number): string => `commit timer ${height}`;

/** p proposals are expected within (2p+4)Δ: the first within 6Δ, each further one within 2Δ. */
export const FIRST_PROPOSAL_DELTAS = 6;
const NEXT_PROPOSAL_DELTAS = 2;

/** Starts a timer of the current view. */
export function startTimer(
  { state, context, effects }: Replica,
  name: string,
  deltas: number,
): void {
  const timer = { name, round: state.view };
  effects.push({ kind: "start-timer", timer, after: deltas * context.delta });
}

/** A replica that has voted for fewer proposals than it expected by now blames the leader. */
export function onBlameTimer(replica: Replica): void {
  const { state, context, effects } = replica;
  const { view } = state;
  if (hasQuit(state)) return;
  state.expected++;
  if (state.voted.length >= state.expected) {
    startTimer(replica, BLAME_TIMER, NEXT_PROPOSAL_DELTAS);
    return;
  }
  const by = ownSignature(blameDigest(view, context.crypto), context);
  effects.push({ kind: "broadcast", message: { kind: "blame", view, ...by } });
}

/** f+1 blames end a view: one of them is of a correct replica. */
export function countBlame(replica: Replica, blame: Blame): void {
  const { state, context, rules } = replica;
  const { view, sender } = blame;
  if (state.blames.some((each) => each.view === view && each.sender === sender)) return;
  state.blames = [...state.blames, blame];
  const because = state.blames.filter((each) => each.view === view);
  if (because.length >= rules.blames(context.validators)) quit(replica, view, because);
}

/**
 * A replica quits a view and says why: it aborts its commit timers, votes no more, and waits for Δ,
 * in which all correct replicas learn that the view is over.
 */
export function quit(replica: Replica, view: Round, because: Quit["because"]): void {
  const { state, context, rules, effects } = replica;
  if (view < state.view || view <= state.quit) return;
  for (const { height } of state.voted) {
    effects.push({ kind: "stop-timer", timer: { name: commitTimer(height) } });
  }
  for (const name of [BLAME_TIMER, STATUS_TIMER]) {
    effects.push({ kind: "stop-timer", timer: { name } });
  }
  state.quit = view;
  const message: Message = { kind: "quit", view, sender: context.self, because };
  effects.push({ kind: "broadcast", message });
  const timer = { name: QUIT_TIMER, round: view };
  effects.push({ kind: "start-timer", timer, after: rules.quitWait * context.delta });
}
