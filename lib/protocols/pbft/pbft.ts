/**
 * PBFT with view changes (Miguel Castro and Barbara Liskov: Practical Byzantine Fault Tolerance,
 * OSDI 1999): sections 4.2 and 4.4, with signatures. A log of two sequence numbers is decided, in
 * whatever views that takes. It is written with nothing but the contract.
 */
import { defineProtocol, FIRST_ROUND, maxRound, nextRound } from "../../protocol/index.js";
import type { Protocol } from "../../protocol/index.js";
import { describe, messageWords } from "./messages.js";
import type { Message } from "./messages.js";
import { initialState, isDone, primaryOf, progress } from "./replica.js";
import type { Replica, State } from "./replica.js";
import { breaches, correctRules, rulesWith } from "./rules.js";
import type { BugName, Rules } from "./rules.js";
import { whyInvalid } from "./verify.js";
import { askFor, enterView, take } from "./view-change.js";

const NAME = "pbft";

/** These need schedules of several views (pbft_bugs.json has them); the last two are survivors. */
const UNDETECTED: readonly BugName[] = [
  ...(["small_view_change", "ignores_prepared", "lowest_view"] as const),
  ...(["stays_active", "unchecked_new_view"] as const),
];

/** PBFT as the tools know it, with its bugs. */
export const pbftModule = defineProtocol({
  name: NAME,
  bugs: breaches,
  undetected: UNDETECTED,
  create: (names: readonly BugName[]) => pbft(rulesWith(names)),
});

/** PBFT under the given rules: the paper's, or those of an injected bug (`rules.ts`). */
export const pbft = (rules: Rules = correctRules): Protocol<State, Message> => ({
  name: NAME,
  messageTypes: [
    { type: "view-change", phase: "change", role: "timeout" },
    { type: "new-view", phase: "change" },
    { type: "pre-prepare", role: "proposal" },
    { type: "prepare", role: "vote" },
    { type: "commit", role: "vote" },
    { type: "decided", role: "response" },
  ],
  promises: { recoversIn: 3 },
  leaderOf: (_, view, context) => primaryOf(context, view),
  init: initialState,
  describe,
  progress,
  wording: { message: messageWords },
  handle(state, event, context) {
    const replica: Replica = { state, context, rules, effects: [] };
    if (event.kind === "start") enterView(replica, FIRST_ROUND, "start");
    else if (event.kind === "timer") onTimeout(replica);
    else if (event.kind === "message") {
      const { message, from } = event;
      const because = whyInvalid(message, from, replica);
      if (because === null) take(replica, message);
      else replica.effects.push({ kind: "refused", message, because });
    }
    return replica.effects;
  },
});

/** Who got no answer from the view that it asked for asks for the next one. */
function onTimeout(replica: Replica): void {
  const { state } = replica;
  if (!isDone(state)) askFor(replica, nextRound(maxRound(state.view, state.asked)));
}
