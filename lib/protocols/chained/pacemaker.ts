/** Algorithm 5, the pacemaker: when a view ends, and when its leader proposes. */
import {
  GENESIS_ROUND,
  maxRound,
  nextRound,
  previousRound,
  ownSignature,
} from "../../protocol/index.js";
import type { EntryCause, ReplicaId, Round } from "../../protocol/index.js";
import { digestOf, idOf, newViewDigest } from "./messages.js";
import type { Block, NewView } from "./messages.js";
import type { Replica } from "./replica.js";
import { leaderOf } from "./verify.js";

/** The timer that ends a view. */
export const VIEW_TIMER = "view timer";
/** The timer after which a leader no longer waits for new-view messages. */
export const WAIT_TIMER = "wait for new-view messages";

/** Duration of a view: 4Δ, for new-view messages, the wait for them, the proposal and the votes. */
const VIEW_IN_DELTA = 4;

/**
 * Enters a view. DEVIATION: views all last as long, and do not double: Δ is known, as in the papers
 * once their timers have grown to it.
 */
export function enterView(replica: Replica, view: Round, by: EntryCause): void {
  const { state, context, effects } = replica;
  state.view = view;
  state.newViews = state.newViews.filter((each) => each.view + 1 >= view);
  for (const [id, { block }] of state.votes) if (block.view + 1 < view) state.votes.delete(id);
  effects.push({ kind: "entered", round: view, by });
  const after = context.roundTimer ?? VIEW_IN_DELTA * context.delta;
  effects.push({ kind: "start-timer", timer: { name: VIEW_TIMER, round: view }, after });
  effects.push({ kind: "stop-timer", timer: { name: WAIT_TIMER } });
  onBeat(replica);
  if (state.proposed === view || replica.rules.proves || !leads(replica)) return;
  const timer = { name: WAIT_TIMER, round: view };
  effects.push({ kind: "start-timer", timer, after: context.delta });
}

/**
 * onNextSyncView: gives up a view. DEVIATION: the papers leave it to the pacemaker how replicas get
 * to the same view. Here new-view messages go to everybody, not to the next leader only.
 */
export function onNextSyncView(replica: Replica, view: Round): void {
  const { state, context, effects } = replica;
  const { highQc: high } = state;
  const digest = newViewDigest({ view, high }, context.crypto);
  const message: NewView = { kind: "new-view", view, high, ...ownSignature(digest, context) };
  effects.push({ kind: "broadcast", message });
  enterView(replica, nextRound(view), "timeout");
}

/**
 * onReceiveNewView, after the update of `qc_high`. f+1 replicas that have given up this view, or a
 * later one, make a replica follow them: one of them is correct.
 */
export function collect(replica: Replica, newView: NewView): void {
  const { state, context } = replica;
  const { view, sender } = newView;
  const isKnown = (other: NewView): boolean => other.view === view && other.sender === sender;
  if (view + 1 < state.view || state.newViews.some(isKnown)) return;
  state.newViews = [...state.newViews, newView];
  const given = new Map<ReplicaId, Round>();
  for (const each of state.newViews) {
    given.set(each.sender, maxRound(each.view, given.get(each.sender) ?? GENESIS_ROUND));
  }
  const last = [...given.values()].sort((one, other) => other - one)[context.validators.faulty];
  if (last !== undefined && last >= state.view) onNextSyncView(replica, last);
  else onBeat(replica);
}

/**
 * onBeat: the leader proposes once in its view, on `qc_high`: with the certificate of the view
 * before, or with n-f new-view messages. DEVIATION: algorithm 5 leaves it open when; where no proof
 * is asked for, a leader proposes Δ after it has entered its view, whatever has come.
 */
export function onBeat(replica: Replica): void {
  const { state, context } = replica;
  const before = previousRound(state.view);
  const proof = newViewsOf(replica, before);
  if (state.highQc.block.view === before) propose(replica, []);
  else if (proof.length >= context.validators.quorum) propose(replica, proof);
}

/** createLeaf: a block on `qc_high`. The proof is of use to the protocols that ask for one. */
export function propose(replica: Replica, proof: readonly NewView[]): void {
  const { state, context, rules, effects } = replica;
  const { view, highQc: justify } = state;
  if (state.proposed >= view || !leads(replica)) return;
  state.proposed = view;
  const transactions = context.transactions?.(view) ?? [];
  const content = { parent: justify.block.id, view, proposer: context.self, transactions };
  const block: Block = { id: idOf(content, context.crypto), ...content, justify };
  const by = ownSignature(digestOf("proposal", block, context.crypto), context);
  const message = { kind: "proposal", ...by, block, proof: rules.proves ? proof : [] } as const;
  effects.push({ kind: "broadcast", message });
}

const leads = ({ state, context }: Replica): boolean =>
  leaderOf(context, state.view) === context.self;

const newViewsOf = ({ state }: Replica, view: Round): readonly NewView[] =>
  state.newViews.filter((each) => each.view === view);

/** To whom votes of a view go. */
export const collectorOf = ({ context }: Replica, view: Round): ReplicaId =>
  leaderOf(context, nextRound(view));
