/** What a replica of a two-track protocol remembers, and how it looks into it. */
import { GENESIS_ROUND, leaderInTurn } from "../../protocol/index.js";
import type { Effect, ReplicaContext, ReplicaId, Round } from "../../protocol/index.js";
import type {
  Answered,
  CommitCertificate,
  Decision,
  Message,
  Status,
  Vote,
  Words,
} from "./messages.js";
import type { Rules } from "./rules.js";

/** A replica's view, and what it has received that may still matter. */
export interface State {
  view: Round;
  /** The highest view that it has asked for; its own unless it is leaving. */
  asked: Round;
  answered: Answered | null;
  /** The commit certificate of the highest view that it has. */
  certificate: CommitCertificate | null;
  /** As a collector: the last view in which it has waited for all answers. */
  waited: Round;
  /** As a collector: the last view of which it has distributed a certificate. */
  distributed: Round;
  votes: Vote[];
  statuses: Status[];
  decision: Decision | null;
  /** Messages of views to come. */
  early: Message[];
}

/** Who gets answers and confirmations: everybody, or the leader, who collects them for all. */
export type Recipient = "all" | "collector";

/** What one event is handled with. */
export interface Replica {
  readonly state: State;
  readonly context: ReplicaContext;
  readonly rules: Rules;
  readonly words: Words;
  readonly votesTo: Recipient;
  readonly effects: Effect<Message>[];
}

export const initialState = (): State => ({
  view: GENESIS_ROUND,
  asked: GENESIS_ROUND,
  answered: null,
  certificate: null,
  waited: GENESIS_ROUND,
  distributed: GENESIS_ROUND,
  votes: [],
  statuses: [],
  decision: null,
  early: [],
});

/** Within a view nothing of a state is taken back, so that numbers tell of changes. */
export function progress(state: State): readonly number[] {
  const { view, asked, waited, distributed, ...others } = state;
  const { answered, certificate, votes, statuses, decision, early } = others;
  const places = [answered, certificate, decision].map((each) => each?.view ?? GENESIS_ROUND);
  const sizes = [votes, statuses, early].map(({ length }) => length);
  return [view, asked, waited, distributed, ...places, ...sizes];
}

/** Whether it takes part in its view, and has not asked for another one. */
export const isActive = ({ view, asked, decision }: State): boolean =>
  asked <= view && decision === null;

/** Whether it leads its view. */
export const leads = ({ state, context }: Replica): boolean =>
  leaderInTurn(context, state.view) === context.self;

/** The votes of one kind and view for one value. */
export const votesFor = (
  { votes }: State,
  kind: Vote["kind"],
  { view, value }: Answered,
): readonly Vote[] =>
  votes.filter((vote) => vote.kind === kind && vote.view === view && vote.value.id === value.id);

/** The statuses for a view, one of each sender. */
export const statusesFor = ({ statuses }: State, view: Round): readonly Status[] =>
  statuses.filter((status) => status.view === view);

/** Who sent some statuses, each once. */
export const sendersOf = (statuses: readonly Status[]): ReadonlySet<ReplicaId> =>
  new Set(statuses.map(({ sender }) => sender));
