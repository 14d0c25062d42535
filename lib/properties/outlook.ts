/** What a property may still be told, and how its state is compared. */
import type { Naming } from "../protocol/explorable.js";
import type { BlockId, Millis, NodeId, Round } from "../protocol/ids.js";
import type { Run } from "./property.js";

/** What is known of a run's future at the moment when it is compared with others. */
export interface Outlook {
  /** Virtual time. */
  readonly now: Millis;
  /** No block of a lower round that is yet to come can gather votes enough to matter. */
  readonly horizon: Round;
  /** By node index: the node signs nothing of a lower round any more. */
  readonly floors: readonly Round[];
  readonly naming: Naming;
}

/** What a property adds so that many runs can be judged as one. */
export interface Comparable<State> {
  /** Whether the verdict only ever turns from vacuous to held and from held to violated. */
  readonly monotone: boolean;
  /** All of the state, besides the facts, that can still change the verdict. */
  key(state: State, run: Run, outlook: Outlook): string;
  /** The blocks that the state mentions, besides those of which the position is enough. */
  mentions?(state: State, run: Run, movesChains: boolean): readonly BlockId[];
  /** The blocks of the tree that are to be kept besides those. */
  keeps?(run: Run): readonly BlockId[];
}

/** For a property whose verdict follows from the facts alone. */
export const FROM_FACTS: Comparable<null> = { monotone: true, key: () => "" };

/** A map by node, with times relative to now. */
export const relative = (times: ReadonlyMap<NodeId, Millis>, now: Millis): string =>
  [...times].map(([node, at]) => `${node}${at - now}`).join(" ");
