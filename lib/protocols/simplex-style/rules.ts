/** The decisions in which Simplex-style protocols differ. */
import type { ValidatorSet } from "../../protocol/index.js";

/** What a replica has done in a view. */
export interface Done {
  /** Whether it has voted for a block of the view. */
  readonly voted: boolean;
  /** Whether it has voted to skip the view. */
  readonly nullified: boolean;
}

/** What a replica decides. */
export interface Rules {
  /** How many votes for a block are Cert(v, x). */
  notarizes(validators: ValidatorSet): number;
  /** How many votes to skip a view are Cert(v, ⊥). */
  nullifies(validators: ValidatorSet): number;
  /** How many votes decide: of the second round, if there is one. */
  decides(validators: ValidatorSet): number;
  /** Whether there is a second round of votes: to finalize what is notarized. */
  readonly finalizes: boolean;
  /** Whether certificates have a quorum of votes, so that there is one in a view. */
  readonly certifiesByQuorum: boolean;
  /** The timer of a view, in Δ. */
  readonly timer: number;
  /** Whether a proposal of the current view gets a vote. */
  mayVote(done: Done): boolean;
  /** Whether the timer of the current view makes a replica skip it. */
  mayNullify(done: Done): boolean;
  /** Whether a replica skips a view of which n-f vote, but for nothing that is certified. */
  readonly nullifiesSplitVotes: boolean;
  /** Whether a notarized block of a view is finalized. */
  mayFinalize(done: Done): boolean;
  /** Whether a certificate of the current view lets a replica leave it. */
  mayLeave(done: Done): boolean;
  /** Whether a proposal proves that all views after its parent are skipped. */
  readonly checksSkipped: boolean;
}
