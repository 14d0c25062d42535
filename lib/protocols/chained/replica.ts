/** What a replica of a chained protocol remembers, and how it looks into it. */
import { GENESIS_ROUND } from "../../protocol/index.js";
import type { BlockId, Effect, ReplicaContext, Round } from "../../protocol/index.js";
import { GENESIS, GENESIS_QC } from "./messages.js";
import type { Block, Message, NewView, QuorumCertificate } from "./messages.js";
import type { Rules } from "./rules.js";

/** The variables of algorithms 4 and 5, and what was received and may still matter. */
export interface State {
  /** The current view. */
  view: Round;
  /** `vheight`: the view of the last vote. */
  voted: Round;
  /** The view of the last proposal of its own. */
  proposed: Round;
  /** `b_lock`. */
  lock: Block;
  /** `b_exec`: the last committed block. */
  executed: Block;
  /** `qc_high`: the highest certificate that it knows. */
  highQc: QuorumCertificate;
  /** The blocks of this view and of the one before for which there are votes, with them. */
  readonly votes: Map<BlockId, QuorumCertificate>;
  /** New-view messages that end the view before this one or a later view. */
  newViews: readonly NewView[];
}

/** What one event is handled with. */
export interface Replica {
  readonly state: State;
  readonly context: ReplicaContext;
  readonly rules: Rules;
  readonly effects: Effect<Message>[];
}

/** Everything begins with genesis. */
export const initialState = (): State => ({
  view: GENESIS_ROUND,
  voted: GENESIS_ROUND,
  proposed: GENESIS_ROUND,
  lock: GENESIS,
  executed: GENESIS,
  highQc: GENESIS_QC,
  votes: new Map(),
  newViews: [],
});

/** Within a view nothing of a state is taken back, so that numbers tell whether it has changed. */
export function progress(state: State): readonly number[] {
  const { view, voted, proposed, lock, executed, highQc, votes, newViews } = state;
  const numbers: number[] = [view, voted, proposed, lock.view, executed.view, highQc.block.view];
  numbers.push(newViews.length);
  for (const { votes: received } of votes.values()) numbers.push(received.length);
  return numbers;
}

/** The ancestors of a block: its parent, its grandparent, and so on to genesis. */
export function ancestorsOf({ justify }: Block): readonly Block[] {
  const ancestors: Block[] = [];
  for (let at = justify; at !== null; at = at.block.justify) ancestors.push(at.block);
  return ancestors;
}
