/** Sync HotStuff when a view begins (figure 2): status, new view. */
import { nextRound, ownSignature } from "../../protocol/index.js";
import type { EntryCause, Round } from "../../protocol/index.js";
import {
  BLAME_TIMER,
  FIRST_PROPOSAL_DELTAS,
  countBlame,
  quit,
  startTimer,
  STATUS_TIMER,
} from "./blame.js";
import { offerDigest } from "./messages.js";
import type { Message, NewView, NewViewContent } from "./messages.js";
import { hasQuit, leaderOf, leads } from "./replica.js";
import type { Replica } from "./replica.js";
import { countVote, learn, propose, takeOffer } from "./steady-state.js";

/** A replica enters a view, locks the highest certified block, and tells the leader of it. */
export function enterView(replica: Replica, view: Round, by: EntryCause): void {
  const { state, context, rules, effects } = replica;
  state.view = view;
  state.lock = state.high;
  state.offers = [];
  state.voted = [];
  state.proposed = 0;
  state.expected = 0;
  state.blames = state.blames.filter((each) => each.view >= view);
  effects.push({ kind: "entered", round: view, by });
  startTimer(replica, BLAME_TIMER, FIRST_PROPOSAL_DELTAS);
  const status = { kind: "status", view, sender: context.self, high: state.high } as const;
  effects.push({ kind: "send", to: leaderOf(context, view), message: status });
  if (leads(replica)) startTimer(replica, STATUS_TIMER, rules.statusWait);
  const { early } = state;
  state.early = [];
  for (const message of early) take(replica, message);
}

/** The leader begins its view with the highest certified block that it knows. */
export function beginView(replica: Replica): void {
  const { state, context, rules, effects } = replica;
  const { view, high } = state;
  if (hasQuit(state)) return;
  if (!rules.certifiesAgain) {
    propose(replica, high);
    return;
  }
  const content: NewViewContent = { kind: "new-view", view, high };
  const message: NewView = {
    ...content,
    ...ownSignature(offerDigest(content, context.crypto), context),
  };
  effects.push({ kind: "broadcast", message });
}

/** A replica enters the view after the one that it has quit. */
export function onQuitTimer(replica: Replica): void {
  enterView(replica, nextRound(replica.state.quit), "quit");
}

/** A valid message is taken, or kept until its view is entered. */
export function take(replica: Replica, message: Message): void {
  const { state } = replica;
  switch (message.kind) {
    case "status":
      learn(replica, message.high);
      return;
    case "new-view":
    case "proposal":
      takeOffer(replica, message);
      return;
    case "vote":
      takeOffer(replica, message.offer);
      countVote(replica, message);
      return;
    case "blame":
      if (message.view > state.view) state.early = [...state.early, message];
      else countBlame(replica, message);
      return;
    case "quit":
      quit(replica, message.view, message.because);
  }
}
