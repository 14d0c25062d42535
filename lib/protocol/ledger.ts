import type { BlockId, ReplicaId, Round, StateId, Transaction } from "./ids.js";

/** A committed block as a ledger holds it, with the execution state after it. */
export interface LedgerEntry {
  readonly id: BlockId;
  readonly parent: BlockId;
  readonly round: Round;
  /** The round of the certificate in the block, which is its parent's. */
  readonly parentRound: Round;
  readonly author: ReplicaId;
  readonly transactions: readonly Transaction[];
  readonly stateId: StateId;
}

/**
 * Where committed blocks live, outside the protocol's state so that the state stays small. The
 * protocol only reads; the host appends what `commit` effects bring, in order, before the next
 * event. Genesis is not in it.
 */
export interface LedgerPort {
  /** The entry of a committed block, or undefined. O(1). */
  committed(id: BlockId): LedgerEntry | undefined;
}
