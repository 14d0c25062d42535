/** What a process of Tendermint remembers, and how it looks into it. */
import { FIRST_ROUND, maxRound } from "../../protocol/index.js";
import type {
  BlockId,
  Effect,
  RecurrenceNames,
  ReplicaContext,
  ReplicaId,
  Round,
} from "../../protocol/index.js";
import { GENESIS } from "./messages.js";
import type { BareVotes, Decision, Message, Proposal, Value, Vote } from "./messages.js";
import { NO_ROUND, UNLOCKED } from "./rules.js";
import type { Lock, Rules } from "./rules.js";

/** The variables of lines 1 to 9, and what was received and may still matter. */
export interface State {
  height: number;
  round: Round;
  step: "propose" | "prevote" | "precommit";
  /** lockedValue and lockedRound. */
  lock: Lock;
  validValue: Value | null;
  validRound: Round;
  /** By height, from 1: what was decided, with the precommits for it. */
  decisions: readonly Decision[];
  /** The round in which this height began. */
  firstRound: Round;
  /** The lines of the rules that apply once a round and have applied in this one. */
  applied: readonly number[];
  values: readonly Value[];
  proposals: Proposal[];
  votes: Vote[];
}

/** What one event is handled with. */
export interface Process {
  readonly state: State;
  readonly context: ReplicaContext;
  readonly rules: Rules;
  readonly effects: Effect<Message>[];
  /** Of all replicas: what is received is the same for each. */
  readonly bareVotes: BareVotes;
}

/** Lines 1 to 9. */
export const initialState = (): State => ({
  height: 1,
  round: NO_ROUND,
  step: "propose",
  lock: UNLOCKED,
  validValue: null,
  validRound: NO_ROUND,
  decisions: [],
  firstRound: FIRST_ROUND,
  applied: [],
  values: [],
  proposals: [],
  votes: [],
});

/** Within a round of a height nothing of a state is taken back, so that numbers tell of changes. */
export const progress = ({ height, round, step, ...others }: State): string => {
  const { applied, values, proposals, votes } = others;
  const sizes = [applied, values, proposals, votes].map(({ length }) => length);
  return [height, round, step, ...sizes].join(" ");
};

/** The lock, the valid value, and of each value the last polka that is known. */
export const recurrence = (
  state: State,
  names: RecurrenceNames,
  { validators }: ReplicaContext,
): string => {
  const { lock, validValue, validRound, decisions, step } = state;
  const place = (value: BlockId | null, round: Round): string =>
    value === null ? "-" : `${names.block(value)}@${names.round(round)}`;
  const polkas = polkasOf(state, validators.quorum).map(([value, round]) => place(value, round));
  return [
    step,
    decisions.length,
    place(lock.value, lock.round),
    place(validValue?.id ?? null, validRound),
    ...polkas,
  ].join(" ");
};

/** The last round of each value in which a quorum of prevotes for it is known. */
function polkasOf(state: State, quorum: number): readonly (readonly [BlockId, Round])[] {
  const last = new Map<BlockId, Round>();
  for (const { kind, height, value, round } of state.votes) {
    if (kind !== "prevote" || height !== state.height || value === null) continue;
    const votes = votesFor(state, "prevote", round, value);
    if (votes.length >= quorum) last.set(value, maxRound(last.get(value) ?? NO_ROUND, round));
  }
  return [...last];
}

/** The last decision, on which the next value stands. */
export const tipOf = ({ decisions }: State): BlockId => decisions.at(-1)?.value.id ?? GENESIS;

/** Remembers a value, so that precommits for it can decide it. */
export function learn(state: State, value: Value): void {
  if (state.values.every(({ id }) => id !== value.id)) state.values = [...state.values, value];
}

/** Counts a vote: a second one of its sender as well, but for the same value only once. */
export function count({ state, rules }: Process, vote: Vote): void {
  if (vote.height < state.height && vote.round + 1 < state.round) return;
  const isSecond = (other: Vote): boolean =>
    other.sender === vote.sender &&
    other.kind === vote.kind &&
    other.round === vote.round &&
    other.height === vote.height &&
    (other.value === vote.value || !rules.keepsEveryVote);
  if (!state.votes.some(isSecond)) state.votes.push(vote);
}

/** The proposals of this height and round, as they came. */
export const proposalsOf = ({ height, round, proposals }: State): readonly Proposal[] =>
  proposals.filter((proposal) => proposal.height === height && proposal.round === round);

/** The votes of this height in a round. */
export const votesOf = (state: State, kind: Vote["kind"], round: Round): readonly Vote[] =>
  state.votes.filter(
    (vote) => vote.kind === kind && vote.height === state.height && vote.round === round,
  );

/** The votes of this height in a round for a value; null is nil. */
export const votesFor = (
  state: State,
  kind: Vote["kind"],
  round: Round,
  value: BlockId | null,
): readonly Vote[] =>
  state.votes.filter(
    (vote) =>
      vote.value === value &&
      vote.round === round &&
      vote.kind === kind &&
      vote.height === state.height,
  );

/** The precommits of a round. As rounds are numbered through, those of all heights. */
export const precommitsOf = ({ votes }: State, round: Round): readonly Vote[] =>
  votes.filter((vote) => vote.kind === "precommit" && vote.round === round);

/** Who sent some messages, each once. */
export const sendersOf = (messages: readonly (Vote | Proposal)[]): ReadonlySet<ReplicaId> =>
  new Set(messages.map(({ sender }) => sender));
