/**
 * Tendermint (Ethan Buchman, Jae Kwon and Zarko Milosevic: The latest gossip on BFT consensus,
 * arXiv 1807.04938). Numbers of lines are those of its algorithm 1. It is written as a user of the
 * package would write it, with nothing but the contract.
 */
import { FIRST_ROUND, defineProtocol, nextRound } from "../../protocol/index.js";
import type { Protocol, ReplicaId } from "../../protocol/index.js";
import { describe, messageWords, withoutRelay } from "./messages.js";
import type { BareVotes, Message } from "./messages.js";
import { count, initialState, learn, progress, recurrence } from "./process.js";
import type { Process, State } from "./process.js";
import { startRound, timerName, vote } from "./round.js";
import { breaches, correctRules, rulesWith } from "./rules.js";
import type { BugName, Rules } from "./rules.js";
import { uponRules } from "./upon.js";
import { proposerOf, whyInvalid } from "./verify.js";

const NAME = "tendermint";

/** These need schedules of several rounds (tendermint_bugs.json has them); three are survivors. */
const UNDETECTED: readonly BugName[] = [
  ...(["no_lock", "unlocks_on_nil", "prevotes_lock", "never_unlocks"] as const),
  ...(["any_valid_round", "proposes_new", "leaves_at_once", "keeps_first_vote"] as const),
];

/** Tendermint as the tools know it, with its bugs. */
export const tendermintModule = defineProtocol({
  name: NAME,
  bugs: breaches,
  undetected: UNDETECTED,
  create: (names: readonly BugName[]) => tendermint(rulesWith(names)),
});

/** Tendermint under the given rules: the paper's, or those of an injected bug (`rules.ts`). */
export function tendermint(rules: Rules = correctRules): Protocol<State, Message> {
  const bareVotes: BareVotes = new WeakMap();
  return {
    name: NAME,
    messageTypes: [
      { type: "proposal", role: "proposal" },
      { type: "prevote", role: "vote" },
      { type: "precommit", role: "vote" },
    ],
    promises: { recoversIn: 7, leavesByQuorum: true },
    leaderOf: (_, round, context) => proposerOf(context, round),
    init: initialState,
    describe,
    progress,
    recurrence,
    wording: { message: messageWords },
    handle(state, event, context) {
      const p: Process = { state, context, rules, effects: [], bareVotes };
      if (event.kind === "start") startRound(p, FIRST_ROUND, "start");
      else if (event.kind === "message") receive(p, event.message, event.from);
      else if (event.kind === "timer") onTimeout(p, event.timer.name);
      uponRules(p);
      return p.effects;
    },
  };
}

/** Lines 57 to 67. */
function onTimeout(p: Process, name: string): void {
  const { state, rules } = p;
  if (name === timerName("propose") && state.step === "propose") {
    vote(p, "prevote", rules.otherwise(state.lock), name);
  } else if (name === timerName("prevote") && state.step === "prevote") {
    vote(p, "precommit", null, name);
  } else if (name === timerName("precommit")) {
    startRound(p, nextRound(state.round), name);
  }
}

/** What a message relays is received before it, so that its receiver is at its height. */
function receive(p: Process, message: Message, from: ReplicaId): void {
  const { state, effects } = p;
  const because = whyInvalid(message, from, p);
  if (because !== null) {
    effects.push({ kind: "refused", message, because });
    return;
  }
  const { relay } = message;
  for (const { value, precommits } of relay.decisions) {
    if (value.height !== state.height) continue;
    learn(state, value);
    for (const each of precommits) count(p, each);
    uponRules(p);
  }
  for (const each of relay.votes) count(p, each);
  if (message.kind !== "proposal") count(p, withoutRelay(message, p.bareVotes));
  else if (message.height >= state.height) {
    const { kind, height, round, value, validRound, sender, signature } = message;
    learn(state, value);
    state.proposals.push({ kind, height, round, value, validRound, sender, signature });
  }
}
