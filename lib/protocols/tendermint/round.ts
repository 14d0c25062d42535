/** Tendermint's rounds: how one begins, what is proposed and voted in it, and its timeouts. */
import { maxRound } from "../../protocol/index.js";
import type { BlockId, Round } from "../../protocol/index.js";
import { idOf, proposalOf, voteOf } from "./messages.js";
import type { Relay, Value, Vote } from "./messages.js";
import { precommitsOf, tipOf, votesFor } from "./process.js";
import type { Process } from "./process.js";
import { NO_ROUND, UNLOCKED } from "./rules.js";
import { proposerOf } from "./verify.js";

/** The three timeouts. */
export type Timeout = "propose" | "prevote" | "precommit";

const TIMEOUTS: readonly Timeout[] = ["propose", "prevote", "precommit"];

/** In the first round of a height, in Δ: time for who is Δ late and messages that take Δ. */
const INITIAL = { propose: 3, prevote: 2, precommit: 2 } as const;

/** The name of the timer of a timeout. */
export const timerName = (timeout: Timeout): string => `timeout ${timeout}`;

/** Lines 11 to 21. A new round stops the timers of the one before, which would find it gone. */
export function startRound(p: Process, round: Round, by: string): void {
  const { state, context, effects } = p;
  if (round > state.round) effects.push({ kind: "entered", round, by });
  state.round = round;
  state.step = "propose";
  state.applied = [];
  state.votes = state.votes.filter(
    (vote) => vote.height >= state.height || vote.round + 1 >= round,
  );
  for (const timeout of TIMEOUTS) {
    effects.push({ kind: "stop-timer", timer: { name: timerName(timeout) } });
  }
  if (proposerOf(context, round) === context.self) propose(p);
  else startTimer(p, "propose");
}

/**
 * Lines 52 to 54, after a decision of the given round. DEVIATION: rounds are numbered through over
 * the heights, so that each is a round of the scenario. A height begins in the round after the one
 * that decided the height before, or in the one in which the decision is learned.
 */
export function startHeight(p: Process, decidedIn: Round): void {
  const { state } = p;
  const round = maxRound((decidedIn + 1) as Round, state.round);
  state.height += 1;
  state.lock = UNLOCKED;
  state.validValue = null;
  state.validRound = NO_ROUND;
  state.firstRound = round;
  state.values = state.values.filter(({ height }) => height >= state.height);
  state.proposals = state.proposals.filter(({ height }) => height >= state.height);
  startRound(p, round, "decision");
}

/** Lines 15 to 19. */
function propose(p: Process): void {
  const { state, context, rules, effects } = p;
  const { height, round } = state;
  const known = rules.proposesValid ? state.validValue : null;
  const value = known ?? newValue(p);
  const validRound = known === null ? NO_ROUND : state.validRound;
  const proposal = proposalOf({ height, round, value, validRound }, context);
  const polka = votesFor(state, "prevote", validRound, value.id);
  effects.push({ kind: "broadcast", message: { ...proposal, relay: relayOf(p, polka) } });
}

/** getValue(). */
function newValue({ state, context }: Process): Value {
  const { height, round } = state;
  const transactions = context.transactions?.(round) ?? [];
  const content = { height, round, proposer: context.self, parent: tipOf(state), transactions };
  return { id: idOf(content, context.crypto), ...content };
}

/**
 * DEVIATION: in the paper gossip brings to every correct process what one has received. Here a
 * message brings the certificates because of which its sender is at this height and in this round.
 */
function relayOf({ state, rules }: Process, polka: readonly Vote[] = []): Relay {
  if (!rules.relays) return { decisions: [], votes: [] };
  const ended = precommitsOf(state, (state.round - 1) as Round);
  return { decisions: state.decisions, votes: [...ended, ...polka] };
}

/** Sends a vote of this round and goes on to its step. */
export function vote(p: Process, kind: Vote["kind"], value: BlockId | null, because: string): void {
  const { state, context, effects } = p;
  const { height, round } = state;
  state.step = kind;
  effects.push({ kind: "decided", what: kind, allowed: value !== null, because });
  const signed = voteOf({ kind, height, round, value }, context);
  effects.push({ kind: "broadcast", message: { ...signed, relay: relayOf(p) } });
}

/** Timeouts grow with the rounds of a height, by Δ each. */
export function startTimer({ state, context, effects }: Process, timeout: Timeout): void {
  const { round, firstRound } = state;
  const after = (INITIAL[timeout] + round - firstRound) * context.delta;
  effects.push({ kind: "start-timer", timer: { name: timerName(timeout), round }, after });
}
