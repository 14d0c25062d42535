/** PBFT when the primary is not followed any more (section 4.4): view changes and new views. */
import { FIRST_ROUND } from "../../protocol/index.js";
import type { ReplicaId, Round } from "../../protocol/index.js";
import { signed } from "./messages.js";
import type { Message, NewView, Prepared, PrePrepare, ViewChange } from "./messages.js";
import { acceptOrder, countPhase, decide, orderAll, VIEW_TIMER } from "./normal-case.js";
import { isDone, LOG, primaryOf } from "./replica.js";
import type { Replica, State } from "./replica.js";

/**
 * A view has time for three phases, and for the view change before them. DEVIATION: the paper
 * doubles it with each view change, to find an unknown Δ; here Δ is known.
 */
const VIEW_DELTAS = 8;

/** A replica enters a view; its primary says why it may begin, and orders. */
export function enterView(replica: Replica, view: Round, by: string): void {
  const { state, context, rules, effects } = replica;
  state.view = view;
  state.asked = view;
  state.newView = null;
  effects.push({ kind: "entered", round: view, by });
  startTimer(replica, view);
  if (primaryOf(context, view) === context.self) {
    if (view > FIRST_ROUND) {
      const changes = changesTo(replica, view).slice(0, rules.changes(context.validators));
      const content = { kind: "new-view", view, changes } as const;
      state.newView = signed<NewView>(content, context);
      effects.push({ kind: "broadcast", message: state.newView });
    }
    orderAll(replica);
  }
  takeEarly(replica);
}

/** A replica asks for a view: it says what it has prepared. */
export function askFor(replica: Replica, view: Round): void {
  const { state, context, effects } = replica;
  state.asked = view;
  const content = { kind: "view-change", view, prepared: highestPrepared(replica) } as const;
  effects.push({ kind: "broadcast", message: signed<ViewChange>(content, context) });
  startTimer(replica, view);
}

/** P: for each sequence number the prepared request of the highest view. */
const highestPrepared = ({ state: { prepared } }: Replica): readonly Prepared[] =>
  LOG.flatMap((sequence) => {
    const own = prepared.filter(({ order }) => order.sequence === sequence);
    const highest = own.reduce<Prepared | undefined>(
      (best, each) => (best === undefined || each.order.view > best.order.view ? each : best),
      undefined,
    );
    return highest === undefined ? [] : [highest];
  });

function startTimer({ context, effects }: Replica, view: Round): void {
  const timer = { name: VIEW_TIMER, round: view };
  effects.push({ kind: "start-timer", timer, after: VIEW_DELTAS * context.delta });
}

/** A valid message is taken, or kept until its view is entered. */
export function take(replica: Replica, message: Message): void {
  const { state } = replica;
  switch (message.kind) {
    case "view-change":
      countChange(replica, message);
      return;
    case "decided":
      for (const decision of message.decisions) decide(replica, decision);
      return;
    case "new-view":
      if (!isDone(state)) takeNewView(replica, message);
      return;
    case "pre-prepare":
      if (isEarly(state, message)) state.early.push(message);
      else acceptOrder(replica, message);
      return;
    case "prepare":
    case "commit":
      if (message.view > state.view) state.early.push(message);
      else countPhase(replica, message);
  }
}

/** The view changes in it may be what lets a replica enter the view. */
function takeNewView(replica: Replica, newView: NewView): void {
  const { state } = replica;
  for (const change of newView.changes) countChange(replica, change);
  if (newView.view > state.view) state.early.push(newView);
  if (newView.view !== state.view || state.newView !== null) return;
  state.newView = newView;
  takeEarly(replica);
}

/** An order waits for its view, and for the new-view message that says what may be ordered. */
const isEarly = ({ view, newView }: State, order: PrePrepare): boolean =>
  order.view > view || (order.view === view && view > FIRST_ROUND && newView === null);

function takeEarly(replica: Replica): void {
  const { early } = replica.state;
  replica.state.early = [];
  for (const message of early) take(replica, message);
}

/**
 * A replica that has decided everything helps whoever has not. One that has asked for a view enters
 * none before it: what it prepared there would not be in what it has sent to the later one.
 */
function countChange(replica: Replica, change: ViewChange): void {
  const { state, context, rules, effects } = replica;
  const { view, sender } = change;
  if (isDone(state)) {
    const { decisions } = state;
    const message = {
      kind: "decided",
      view,
      sender: context.self,
      decisions: [...decisions],
    } as const;
    effects.push({ kind: "send", to: sender, message });
    return;
  }
  if (view <= state.view || view < state.asked) return;
  if (changesTo(replica, view).some((each) => each.sender === sender)) return;
  state.changes.push(change);
  const above = state.changes.filter((each) => each.view > state.asked);
  if (sendersOf(above).size > context.validators.faulty) {
    askFor(
      replica,
      above.map((each) => each.view).reduce((a, b) => (b < a ? b : a)),
    );
  }
  const enough = rules.changes(context.validators);
  if (changesTo(replica, view).length >= enough) enterView(replica, view, "quorum of view changes");
}

/** The view changes to a view, one for each sender. */
const changesTo = ({ state }: Replica, view: Round): readonly ViewChange[] =>
  state.changes.filter((change) => change.view === view);

const sendersOf = (changes: readonly ViewChange[]): ReadonlySet<ReplicaId> =>
  new Set(changes.map(({ sender }) => sender));
