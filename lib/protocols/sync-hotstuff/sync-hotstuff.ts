/**
 * Sync HotStuff (Ittai Abraham, Dahlia Malkhi, Kartik Nayak, Ling Ren and Maofan Yin: Sync
 * HotStuff: Simple and Practical Synchronous State Machine Replication, IEEE S&P 2020, eprint
 * 2019/270), under the standard synchronous model.
 */
import { defineProtocol, FIRST_ROUND } from "../../protocol/index.js";
import type { Protocol, Timer } from "../../protocol/index.js";
import { BLAME_TIMER, QUIT_TIMER, STATUS_TIMER, onBlameTimer } from "./blame.js";
import { describe, messageWords } from "./messages.js";
import type { Message } from "./messages.js";
import { initialState, leaderOf, progress } from "./replica.js";
import type { Replica, State } from "./replica.js";
import { breaches, correctRules, rulesWith } from "./rules.js";
import type { BugName, Rules } from "./rules.js";
import { commit } from "./steady-state.js";
import { whyInvalid } from "./verify.js";
import { beginView, enterView, onQuitTimer, take } from "./view-change.js";

const NAME = "sync-hotstuff";

/** These need messages that take all of Δ, which the configs have. */
const UNDETECTED: readonly BugName[] = [
  "proposes_on_old_certificate",
  "ignores_lock",
  "commits_early",
  "enters_at_once",
  "no_status_wait",
];

/** Sync HotStuff as the tools know it, with its bugs. */
export const syncHotstuffModule = defineProtocol({
  name: NAME,
  bugs: breaches,
  undetected: UNDETECTED,
  create: (names: readonly BugName[]) => syncHotstuff(rulesWith(names)),
});

/** Sync HotStuff under the given rules: the paper's, or those of an injected bug (`rules.ts`). */
export const syncHotstuff = (rules: Rules = correctRules): Protocol<State, Message> => ({
  name: NAME,
  messageTypes: [
    { type: "status", phase: "change" },
    { type: "new-view", phase: "change" },
    { type: "proposal", role: "proposal" },
    { type: "vote", role: "vote" },
    { type: "blame", role: "timeout" },
    { type: "quit", phase: "change" },
  ],
  assumes: "synchrony",
  promises: { recoversIn: 1 },
  quorum: (_, faulty) => faulty + 1,
  replicas: (faulty) => 2 * faulty + 1,
  leaderOf: (_, view, context) => leaderOf(context, view),
  wording: { message: messageWords },
  init: initialState,
  describe,
  progress,
  handle(state, event, context) {
    const replica: Replica = { state, context, rules, effects: [] };
    if (event.kind === "start") enterView(replica, FIRST_ROUND, "start");
    else if (event.kind === "timer") onTimer(replica, event.timer);
    else if (event.kind === "message") {
      const { message, from } = event;
      const because = whyInvalid(message, from, replica);
      if (because === null) take(replica, message);
      else replica.effects.push({ kind: "refused", message, because });
    }
    return replica.effects;
  },
});

/**
 * What takes Δ or less arrives before a wait for it ends, also in that very instant: hence timers
 * that run out once more, at once.
 */
function onTimer(replica: Replica, timer: Timer): void {
  if (!("isOver" in timer)) {
    const again = { ...timer, isOver: true };
    replica.effects.push({ kind: "start-timer", timer: again, after: 0 });
  } else if (timer.name === BLAME_TIMER) onBlameTimer(replica);
  else if (timer.name === QUIT_TIMER) onQuitTimer(replica);
  else if (timer.name === STATUS_TIMER) beginView(replica);
  else commit(replica, timer.name);
}
