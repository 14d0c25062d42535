/** The decisions in which chained protocols of the HotStuff family differ. */
import { follows } from "../../protocol/index.js";
import type { Round, ValidatorSet } from "../../protocol/index.js";

/** The views of the ancestors of a proposal, from its parent to genesis. */
export type Views = readonly Round[];

/** What a replica looks at before it votes for a proposal of its view. */
export interface Offer {
  readonly view: Round;
  /** The view of the block that the proposal extends. */
  readonly parent: Round;
  /** The view of the last vote (`vheight`). */
  readonly voted: Round;
  /** The view of the locked block (`b_lock`). */
  readonly locked: Round;
  /** Whether the proposal stands on the locked block. */
  readonly extendsLock: boolean;
  /** Whether it proves with n-f new-view messages that its certificate is the highest of them. */
  readonly proven: boolean;
}

/** What a replica decides. */
export interface Rules {
  /** How many distinct votes certify a block: n-f. */
  quorum(validators: ValidatorSet): number;
  /** Whether a proposal gets a vote. */
  mayVote(offer: Offer): boolean;
  /** Which ancestor of a proposal is locked: 1 for its parent, 2 for its grandparent. */
  readonly locks: number;
  /** Which ancestor of a proposal is committed, with all before it, counted so; 0 for none. */
  commits(ancestors: Views): number;
  /** Whether a leader without the certificate of the view before proves its choice, or waits. */
  readonly proves: boolean;
}

/** Whether the last `count` ancestors are of consecutive views. */
export const areConsecutive = (ancestors: Views, count: number): boolean => {
  const last = ancestors.slice(0, count);
  return (
    last.length === count && last.every((view, at) => at === 0 || isBefore(view, last[at - 1]))
  );
};

const isBefore = (view: Round, later: Round | undefined): boolean =>
  later !== undefined && follows(later, view);
