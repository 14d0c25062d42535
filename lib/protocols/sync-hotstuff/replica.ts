/** What a replica of Sync HotStuff remembers, and how it looks into it. */
import { GENESIS_ROUND, leaderInTurn } from "../../protocol/index.js";
import type { Effect, ReplicaContext, Round } from "../../protocol/index.js";
import { GENESIS, GENESIS_CERTIFICATE } from "./messages.js";
import type { Blame, Block, BlockCertificate, Message, Offer } from "./messages.js";
import type { Rules } from "./rules.js";

/** A replica's view, and what it has received that may still matter. */
export interface State {
  view: Round;
  /** The last view that it has quit; it waits to enter the next one. */
  quit: Round;
  /** The highest certificate that it knows. */
  high: BlockCertificate;
  /** The highest one when it entered its view. */
  lock: BlockCertificate;
  /** What the leader of its view has signed, each block once. */
  offers: readonly Offer[];
  /** The blocks for which it has voted as proposals of its view, in this order. */
  voted: readonly Block[];
  /** How many blocks it has proposed in its view. */
  proposed: number;
  /** The times at which it expected a proposal of its view. */
  expected: number;
  /** Blocks with votes that do not certify them yet, by view. */
  ballots: readonly BlockCertificate[];
  blames: readonly Blame[];
  committed: Block;
  /** Messages of views to come. */
  early: readonly Message[];
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
  quit: GENESIS_ROUND,
  high: GENESIS_CERTIFICATE,
  lock: GENESIS_CERTIFICATE,
  offers: [],
  voted: [],
  proposed: 0,
  expected: 0,
  ballots: [],
  blames: [],
  committed: GENESIS,
  early: [],
});

/** Within a view nothing of a state is taken back, so that numbers tell whether it has changed. */
export function progress(state: State): readonly number[] {
  const { view, quit, high, proposed, expected, committed, ballots, ...lists } = state;
  const { offers, voted, blames, early } = lists;
  const numbers = [view, quit, high.view, high.block.height, proposed, expected, committed.height];
  for (const { length } of [ballots, offers, voted, blames, early]) numbers.push(length);
  for (const { votes } of ballots) numbers.push(votes.length);
  return numbers;
}

/** The leader of a view, by the host's word or in turns. */
export const leaderOf = leaderInTurn;

/** Whether this replica leads its view. */
export const leads = ({ state, context }: Replica): boolean =>
  leaderOf(context, state.view) === context.self;

/** Whether it has quit its view, in which it votes for nothing any more. */
export const hasQuit = ({ view, quit }: State): boolean => quit >= view;

/** Certificates are ranked by view, and in a view by height. */
export const isAtLeast = (one: BlockCertificate, other: BlockCertificate): boolean =>
  one.view > other.view || (one.view === other.view && one.block.height >= other.block.height);

/** Whether neither of two blocks extends the other. */
export const conflict = (one: Block, other: Block): boolean => {
  const [lower, higher] = one.height < other.height ? [one, other] : [other, one];
  return ancestorAt(higher, lower.height)?.id !== lower.id;
};

/** The block of this height in a chain. */
function ancestorAt(block: Block, height: number): Block | undefined {
  let at: Block | undefined = block;
  while (at !== undefined && at.height > height) at = at.justify?.block;
  return at;
}

/** The blocks of a chain above this height, lowest first. */
export function chainAbove(height: number, tip: Block): readonly Block[] {
  const chain: Block[] = [];
  for (let at: Block | undefined = tip; at !== undefined && at.height > height;) {
    chain.unshift(at);
    at = at.justify?.block;
  }
  return chain;
}
