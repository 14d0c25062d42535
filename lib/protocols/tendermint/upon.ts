/** Tendermint's rules: what a process does upon what it has received, lines 22 to 56. */
import { blockEntry, nextRound } from "../../protocol/index.js";
import type { Round } from "../../protocol/index.js";
import { certificateOf } from "./messages.js";
import type { Proposal, Value, Vote } from "./messages.js";
import { precommitsOf, proposalsOf, sendersOf, tipOf, votesFor, votesOf } from "./process.js";
import type { Process, State } from "./process.js";
import { startHeight, startRound, startTimer, vote } from "./round.js";
import { NO_ROUND } from "./rules.js";

/** Each applies its rule where it can, and says whether it did. */
const RULES: readonly ((p: Process) => boolean)[] = [
  decide,
  skipToRound,
  prevoteNew,
  prevoteAgain,
  awaitPrevotes,
  precommit,
  precommitNil,
  awaitPrecommits,
];

/** Applies rules until none does. */
export function uponRules(p: Process): void {
  while (RULES.some((rule) => rule(p)));
}

/** Lines 22 to 27: a proposal without a valid round. */
function prevoteNew(p: Process): boolean {
  const { state } = p;
  if (state.step !== "propose") return false;
  const proposal = proposalsOf(state).find(({ validRound }) => validRound === NO_ROUND);
  if (proposal === undefined) return false;
  answer(p, proposal);
  return true;
}

/** Lines 28 to 33: a proposal with the 2f+1 prevotes of its valid round. */
function prevoteAgain(p: Process): boolean {
  const { state, context, rules } = p;
  if (state.step !== "propose") return false;
  const polka = rules.polka(context.validators);
  const proposal = proposalsOf(state).find(
    ({ validRound, value }) =>
      validRound !== NO_ROUND && votesFor(state, "prevote", validRound, value.id).length >= polka,
  );
  if (proposal === undefined) return false;
  answer(p, proposal);
  return true;
}

/** Lines 23 to 26, and 29 to 32. */
function answer(p: Process, { value, validRound }: Proposal): void {
  const { state, rules } = p;
  const { lock } = state;
  if (value.parent !== tipOf(state)) {
    vote(p, "prevote", rules.otherwise(lock), "not on the last decision");
  } else if (rules.mayPrevote({ value: value.id, validRound }, lock)) {
    vote(p, "prevote", value.id, "the lock allows it");
  } else vote(p, "prevote", rules.otherwise(lock), `locked in round ${lock.round}`);
}

/** Lines 34 and 35: 2f+1 prevotes for whatever. */
function awaitPrevotes(p: Process): boolean {
  const { state, context } = p;
  if (state.step !== "prevote" || hasApplied(state, 34)) return false;
  const { quorum } = context.validators;
  const prevotes = votesOf(state, "prevote", state.round);
  if (prevotes.length < quorum || sendersOf(prevotes).size < quorum) return false;
  if (!isFirst(state, 34)) return false;
  startTimer(p, "prevote");
  return true;
}

/** Lines 36 to 43: the proposal and 2f+1 prevotes for it. */
function precommit(p: Process): boolean {
  const { state, context, rules } = p;
  const { round, step } = state;
  if (step === "propose" || hasApplied(state, 36)) return false;
  const polka = rules.polka(context.validators);
  const proposal = proposalsOf(state).find(
    ({ value: { id, parent } }) =>
      parent === tipOf(state) && votesFor(state, "prevote", round, id).length >= polka,
  );
  if (proposal === undefined || !isFirst(state, 36)) return false;
  const { value } = proposal;
  certify(p, votesFor(state, "prevote", round, value.id));
  if (step === "prevote") {
    state.lock = rules.lock(value.id, round);
    vote(p, "precommit", value.id, "2f+1 prevotes");
  }
  state.validValue = value;
  state.validRound = round;
  return true;
}

/** Lines 44 to 46: 2f+1 prevotes for nil. */
function precommitNil(p: Process): boolean {
  const { state, context, rules } = p;
  if (state.step !== "prevote") return false;
  const nils = votesFor(state, "prevote", state.round, null);
  if (nils.length < rules.polka(context.validators)) return false;
  state.lock = rules.lockAfterNil(state.lock);
  vote(p, "precommit", null, "2f+1 prevotes for nil");
  return true;
}

/** Lines 47 and 48: 2f+1 precommits for whatever. */
function awaitPrecommits(p: Process): boolean {
  const { state, context, rules } = p;
  const { round } = state;
  const { quorum } = context.validators;
  if (hasApplied(state, 47)) return false;
  const precommits = precommitsOf(state, round);
  if (precommits.length < quorum || sendersOf(precommits).size < quorum) return false;
  if (!isFirst(state, 47)) return false;
  if (rules.waitsForPrecommits) startTimer(p, "precommit");
  else startRound(p, nextRound(round), "2f+1 precommits");
  return true;
}

/** Lines 49 to 54: a value and 2f+1 precommits for it, of whatever round. */
function decide(p: Process): boolean {
  const { state } = p;
  for (const value of state.values) {
    if (value.height !== state.height || value.parent !== tipOf(state)) continue;
    const precommits = decisivePrecommits(p, value);
    const [first] = precommits;
    if (first === undefined) continue;
    certify(p, precommits);
    const { id, parent, round, proposer: author, transactions } = value;
    const entry = blockEntry({ id, parent, round, author, transactions });
    p.effects.push({ kind: "commit", entry });
    state.decisions = [...state.decisions, { value, precommits }];
    startHeight(p, first.round);
    return true;
  }
  return false;
}

/** Enough precommits for a value in one round; none if there are not enough in any. */
function decisivePrecommits({ state, context, rules }: Process, { id }: Value): readonly Vote[] {
  const enough = rules.decides(context.validators);
  const inFavour = state.votes.filter(({ kind, value }) => kind === "precommit" && value === id);
  if (inFavour.length < enough) return [];
  for (const round of new Set(state.votes.map((vote) => vote.round))) {
    const precommits = votesFor(state, "precommit", round, id);
    if (precommits.length >= enough) return precommits;
  }
  return [];
}

/** Lines 55 and 56: f+1 messages of a later round, here of whatever height. */
function skipToRound(p: Process): boolean {
  const { state, context } = p;
  const isLater = ({ round }: Vote | Proposal): boolean => round > state.round;
  if (!state.votes.some(isLater) && !state.proposals.some(isLater)) return false;
  const later = [...state.votes.filter(isLater), ...state.proposals.filter(isLater)];
  const senders = (of: Round): number => sendersOf(later.filter(({ round }) => round === of)).size;
  const rounds = later.map(({ round }) => round).sort((a, b) => b - a);
  const round = rounds.find((each) => senders(each) > context.validators.faulty);
  if (round === undefined) return false;
  startRound(p, round, "f+1 messages of it");
  return true;
}

/** Whether a rule that applies once in a round has applied in this one. */
const hasApplied = ({ applied }: State, line: number): boolean => applied.includes(line);

/** Whether a rule applies "for the first time" in this round. */
function isFirst(state: State, line: number): boolean {
  if (hasApplied(state, line)) return false;
  state.applied = [...state.applied, line];
  return true;
}

function certify({ effects }: Process, votes: readonly Vote[]): void {
  for (const certificate of certificateOf(votes)) effects.push({ kind: "certified", certificate });
}
