/**
 * Two-track protocols: a value is decided by the answers of all on a fast track, or by a commit
 * certificate and its confirmations on a slow one. What FaB Paxos and Zyzzyva share, as Ittai
 * Abraham, Guy Gueta, Dahlia Malkhi and Jean-Philippe Martin put both (arXiv 1801.10022). It is
 * written with nothing but the contract.
 */
import { FIRST_ROUND, leaderInTurn, maxRound, nextRound } from "../../protocol/index.js";
import type { MessageType, Promises, Protocol } from "../../protocol/index.js";
import { describe, messageWords } from "./messages.js";
import type { Message, Words } from "./messages.js";
import { initialState, progress } from "./replica.js";
import type { Recipient, Replica, State } from "./replica.js";
import type { Rules } from "./rules.js";
import { WAIT_TIMER, stopWaiting } from "./tracks.js";
import { whyInvalid } from "./verify.js";
import { askFor, enterView, take } from "./view-change.js";

/** What makes a protocol of this family. */
export interface TwoTrackOptions {
  readonly name: string;
  /** Its own words for messages. */
  readonly words: Words;
  /** Who gets answers and confirmations. */
  readonly votesTo: Recipient;
  readonly rules: Rules;
  readonly promises: Promises;
}

/** A protocol of this family. It decides one value, in whatever views that takes. */
export const twoTrack = (options: TwoTrackOptions): Protocol<State, Message> => {
  const { name, words, votesTo, rules, promises } = options;
  return {
    name,
    messageTypes: messageTypesOf(options),
    promises,
    leaderOf: (_, view, context) => leaderInTurn(context, view),
    init: initialState,
    describe: (message) => describe(message, words),
    progress,
    wording: { message: (message, nameOf) => messageWords(message, words, nameOf) },
    handle(state, event, context) {
      const replica: Replica = { state, context, rules, words, votesTo, effects: [] };
      if (event.kind === "start") enterView(replica, FIRST_ROUND, "start");
      else if (event.kind === "timer") onTimeout(replica, event.timer.name);
      else if (event.kind === "message") {
        const { message, from } = event;
        const because = whyInvalid(message, from, replica);
        if (because === null) take(replica, message);
        else replica.effects.push({ kind: "refused", message, because });
      }
      return replica.effects;
    },
  };
};

/** Who got no answer from the view that it asked for asks for the next one. */
function onTimeout(replica: Replica, timer: string): void {
  const { state } = replica;
  if (state.decision !== null) return;
  if (timer === WAIT_TIMER) stopWaiting(replica);
  else askFor(replica, nextRound(maxRound(state.view, state.asked)));
}

/** In the order of a view. Only a collector distributes certificates. */
function messageTypesOf({ words, votesTo }: TwoTrackOptions): readonly MessageType[] {
  return [
    { type: words.status, role: "timeout" },
    { type: words.order, role: "proposal" },
    { type: words.answer, role: "vote" },
    ...(votesTo === "all" ? [] : [{ type: words.certificate }]),
    { type: words.confirm, role: "vote" },
    { type: words.decided, role: "response" },
  ];
}
