/** How properties are compared, so that many runs can be judged as one. */
import type { CanonicalIds } from "../explorable.js";
import type { BlockId, Millis, NodeId, Round } from "../ids.js";
import type { ObservedRun } from "./observed-run.js";

/** Bounds on what can still happen in a run, when it is compared with others. */
export interface FutureBounds {
  /** Virtual time. */
  readonly now: Millis;
  /** No future block of a lower round can get enough votes to matter. */
  readonly minVotableRound: Round;
  /** By node index: the lowest round for which the node may still sign. */
  readonly minSignableRounds: readonly Round[];
  /** Names of blocks that do not depend on where the run came from. */
  readonly ids: CanonicalIds;
}

/** What a property adds so that runs in equal states are judged once. */
export interface StateComparison<State> {
  /** Whether the verdict only ever turns from vacuous to held and from held to violated. */
  readonly monotone: boolean;
  /** All of the state, besides the facts, that can still change the verdict. */
  key(state: State, run: ObservedRun, bounds: FutureBounds): string;
  /** The blocks that the state mentions, besides those of which the position is enough. */
  references?(state: State, run: ObservedRun, syncsWholeChains: boolean): readonly BlockId[];
  /** The blocks of the tree that are to be kept besides those. */
  retains?(run: ObservedRun): readonly BlockId[];
}

/** For a property whose verdict follows from the facts alone. */
export const FACTS_ONLY: StateComparison<null> = { monotone: true, key: () => "" };

/** A map by node, with times relative to now. */
export const relative = (times: ReadonlyMap<NodeId, Millis>, now: Millis): string =>
  [...times].map(([node, at]) => `${node}${at - now}`).join(" ");
