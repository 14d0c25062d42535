/** How replicas of a two-track protocol get to the next view: statuses of enough of them. */
import { FIRST_ROUND } from "../../protocol/index.js";
import type { Round } from "../../protocol/index.js";
import { signed } from "./messages.js";
import type { Distributed, Message, Order, Status, Vote } from "./messages.js";
import { leads, sendersOf, statusesFor } from "./replica.js";
import type { Replica } from "./replica.js";
import { VIEW_TIMER, WAIT_TIMER, answer, confirm, count, decide, order } from "./tracks.js";

/**
 * A view has time for replicas that enter it Δ late, the fast track, the slow one and its end.
 * DEVIATION: the papers double it with each view, to find an unknown Δ; here Δ is known.
 */
const VIEW_DELTAS = 8;

/** A replica enters a view, and its leader orders. */
export function enterView(replica: Replica, view: Round, by: string): void {
  const { state, effects } = replica;
  state.view = view;
  state.asked = view;
  effects.push({ kind: "entered", round: view, by });
  effects.push({ kind: "stop-timer", timer: { name: WAIT_TIMER } });
  startTimer(replica, view);
  if (leads(replica)) order(replica);
  const { early } = state;
  state.early = [];
  for (const message of early) take(replica, message);
}

/** A replica asks for a view: it says what it answered last, and its highest certificate. */
export function askFor(replica: Replica, view: Round): void {
  const { state, context, effects } = replica;
  state.asked = view;
  const { answered, certificate } = state;
  const content = { kind: "status", view, answered, certificate } as const;
  effects.push({ kind: "broadcast", message: signed<Status>(content, context) });
  startTimer(replica, view);
}

function startTimer({ context, effects }: Replica, view: Round): void {
  const timer = { name: VIEW_TIMER, round: view };
  effects.push({ kind: "start-timer", timer, after: VIEW_DELTAS * context.delta });
}

/** A valid message is taken, or kept until its view is entered. */
export function take(replica: Replica, message: Message): void {
  if (message.kind === "decided") decide(replica, message.decision);
  else if (message.kind === "status") collect(replica, message);
  else if (replica.state.decision === null) takeOfView(replica, message);
}

function takeOfView(replica: Replica, message: Order | Vote | Distributed): void {
  const { state } = replica;
  switch (message.kind) {
    case "answer":
    case "confirm":
      count(replica, message);
      return;
    case "order":
    case "certificate":
      if (message.view > state.view) state.early.push(message);
      else if (message.kind === "order") answer(replica, message);
      else confirm(replica, message.certificate);
  }
}

/**
 * Enough statuses for a view begin it, and f+1 for later views make a replica ask for one of them,
 * too. A replica that has decided tells whoever asks.
 */
function collect(replica: Replica, status: Status): void {
  const { state, context, rules, effects } = replica;
  const { view, sender } = status;
  if (state.decision !== null) {
    const { decision } = state;
    const message = { kind: "decided", view, sender: context.self, decision } as const;
    effects.push({ kind: "send", to: sender, message });
    return;
  }
  if (view <= state.view || view <= FIRST_ROUND) return;
  if (statusesFor(state, view).some((each) => each.sender === sender)) return;
  state.statuses.push(status);
  const above = state.statuses.filter((each) => each.view > state.asked);
  if (sendersOf(above).size > context.validators.faulty) {
    askFor(
      replica,
      above.map((each) => each.view).reduce((a, b) => (b < a ? b : a)),
    );
  }
  const enough = statusesFor(state, view).length >= rules.statuses(context.validators);
  if (enough && view >= state.asked) enterView(replica, view, "quorum of statuses");
}
