/** What a replica of a Simplex-style protocol remembers, and how it looks into it. */
import { GENESIS_ROUND, leaderInTurn, maxRound } from "../../protocol/index.js";
import type {
  BlockId,
  Effect,
  ReplicaContext,
  Round,
  SenderSignature,
} from "../../protocol/index.js";
import type {
  Block,
  BlockVote,
  Message,
  Notarization,
  Nullification,
  Path,
  Proposal,
} from "./messages.js";
import type { Done, Rules } from "./rules.js";

/** A block with its votes of one kind. */
export interface Ballot {
  readonly kind: BlockVote["kind"];
  readonly block: Block;
  readonly votes: readonly SenderSignature[];
}

/** The votes to skip a view. */
export interface SkipBallot {
  readonly view: Round;
  readonly votes: readonly SenderSignature[];
}

/** A replica's view, what it has done, and what it has received that may still matter. */
export interface State {
  view: Round;
  /** The last view in which it has proposed. */
  proposed: Round;
  /** The last view in which it has voted for a block. */
  voted: Round;
  /** The views that it has voted to skip. */
  nullified: readonly Round[];
  /** The views in which it has voted to finalize. */
  finalized: readonly Round[];
  ballots: readonly Ballot[];
  skipBallots: readonly SkipBallot[];
  notarizations: readonly Notarization[];
  nullifications: readonly Nullification[];
  /** Those of its view and later ones, the first of each. */
  proposals: readonly Proposal[];
  /** The last block that it has committed; null is genesis. */
  committed: Block | null;
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
  proposed: GENESIS_ROUND,
  voted: GENESIS_ROUND,
  nullified: [],
  finalized: [],
  ballots: [],
  skipBallots: [],
  notarizations: [],
  nullifications: [],
  proposals: [],
  committed: null,
});

/** Within a view nothing of a state is taken back, so that numbers tell of changes. */
export function progress(state: State): readonly number[] {
  const { view, proposed, voted, committed, ...others } = state;
  const { nullified, finalized, ballots, skipBallots } = others;
  const { notarizations, nullifications, proposals } = others;
  const lists = [nullified, finalized, notarizations, nullifications, proposals];
  const votes = [...ballots, ...skipBallots].map((each) => each.votes.length);
  const sizes = lists.map(({ length }) => length);
  return [view, proposed, voted, committed?.view ?? GENESIS_ROUND, ...sizes, ...votes];
}

/** Whether it leads its view. */
export const leads = ({ state, context }: Replica): boolean =>
  leaderInTurn(context, state.view) === context.self;

/** What it has done in a view. */
export const doneIn = ({ voted, nullified }: State, view: Round): Done => ({
  voted: voted >= view,
  nullified: nullified.includes(view),
});

/** Whether it has a certificate of a view, be it for a block or to skip it. */
export const isCertified = ({ notarizations, nullifications }: State, view: Round): boolean =>
  notarizations.some(({ block }) => block.view === view) ||
  nullifications.some((each) => each.view === view);

/** The last view of which it has a certificate. */
export const lastCertified = ({ notarizations, nullifications }: State): Round => {
  const views = [
    ...notarizations.map(({ block }) => block.view),
    ...nullifications.map(({ view }) => view),
  ];
  return views.reduce((a, b) => maxRound(a, b), GENESIS_ROUND);
};

/**
 * The path to a view: the highest notarization after which all views are skipped. Undefined if
 * there is none, since a certificate of a later view let the replica pass the views before.
 */
export function pathTo({ notarizations, nullifications }: State, view: Round): Path | undefined {
  const skipped: Nullification[] = [];
  for (let at = view - 1; at > GENESIS_ROUND; at--) {
    const certified = notarizations.find(({ block }) => block.view === at);
    if (certified !== undefined) return { certified, skipped };
    const nullification = nullifications.find((each) => each.view === at);
    if (nullification === undefined) return undefined;
    skipped.unshift(nullification);
  }
  return { certified: null, skipped };
}

/** Remembers the certificates of a path that are new, and returns its new notarization. */
export function learn(state: State, { certified, skipped }: Path): Notarization | null {
  for (const each of skipped) {
    if (state.nullifications.some(({ view }) => view === each.view)) continue;
    state.nullifications = [...state.nullifications, each];
  }
  if (certified === null || isKnown(state, certified.block.id)) return null;
  state.notarizations = [...state.notarizations, certified];
  return certified;
}

const isKnown = ({ notarizations }: State, id: BlockId): boolean =>
  notarizations.some(({ block }) => block.id === id);
