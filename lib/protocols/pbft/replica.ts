/** What a replica of PBFT remembers, and how it looks into it. */
import { GENESIS_ROUND, leaderInTurn } from "../../protocol/index.js";
import type { Effect, ReplicaContext, Round } from "../../protocol/index.js";
import type {
  Decision,
  Message,
  NewView,
  Phase,
  Prepared,
  PrePrepare,
  SequenceNumber,
  ViewChange,
} from "./messages.js";
import type { Rules } from "./rules.js";

/** The sequence numbers of the log. DEVIATION: the paper's log has no end (docs/protocols.md). */
export const LOG: readonly SequenceNumber[] = [1, 2];

/** A replica's view, and what it has received that may still matter. */
export interface State {
  view: Round;
  /** The highest view that it has asked for; its own unless it is leaving. */
  asked: Round;
  /** What began its view; null in the first one, and until it arrives. */
  newView: NewView | null;
  /** The orders that it has accepted. */
  orders: PrePrepare[];
  phases: Phase[];
  changes: ViewChange[];
  /** What it has prepared, of all views. */
  prepared: Prepared[];
  decisions: Decision[];
  /** Messages of views to come, and orders that wait for the new-view before them. */
  early: Message[];
}

/** What one event is handled with. */
export interface Replica {
  readonly state: State;
  readonly context: ReplicaContext;
  readonly rules: Rules;
  readonly effects: Effect<Message>[];
}

export const initialState = (): State => ({
  view: GENESIS_ROUND,
  asked: GENESIS_ROUND,
  newView: null,
  orders: [],
  phases: [],
  changes: [],
  prepared: [],
  decisions: [],
  early: [],
});

/** Within a view nothing of a state is taken back, so that numbers tell of changes. */
export const progress = ({ view, asked, newView, ...others }: State): readonly number[] => {
  const { orders, phases, changes, prepared, decisions, early } = others;
  const lists = [orders, phases, changes, prepared, decisions, early];
  return [view, asked, newView === null ? 0 : 1, ...lists.map(({ length }) => length)];
};

/** The primary of a view, by the host's word or in turns. */
export const primaryOf = leaderInTurn;

/** Whether a replica has decided the whole log, and has nothing left to do by itself. */
export const isDone = ({ decisions }: State): boolean => decisions.length === LOG.length;

/** Whether it takes part in its view, and has not asked for another one. */
export const isActive = ({ state: { view, asked }, rules }: Replica): boolean =>
  asked <= view || rules.staysActive;
