/** Committed entries, and the interface of the ledger that holds them. */
import type { BlockId, ReplicaId, Round, StateId, Transaction } from "../ids.js";

/**
 * A committed block, with the execution state after it. A chain's names its parent; a single
 * decision names its slot, in which all honest replicas are to decide the same.
 */
export interface LedgerEntry {
  readonly id: BlockId;
  readonly round: Round;
  /** The previously committed block, or genesis. */
  readonly parent?: BlockId;
  /** The decided slot, in a protocol without a chain. */
  readonly slot?: string;
  /** The round of the certificate in the block, which is its parent's, where there is one. */
  readonly parentRound?: Round;
  /** Who proposed it, where the protocol tells. */
  readonly author?: ReplicaId;
  /** In the order in which they are executed. */
  readonly transactions: readonly Transaction[];
  /** The execution state after it. */
  readonly stateId: StateId;
}

/** Optional fields of an entry. */
type Optional = Partial<Pick<LedgerEntry, "parentRound" | "author" | "transactions" | "stateId">>;

/** The next block of a chain. The state after it goes by the block's name unless it is given. */
export const blockEntry = (
  block: Pick<LedgerEntry, "id" | "round"> & { readonly parent: BlockId } & Optional,
): LedgerEntry => ({ transactions: [], stateId: stateOf(block.id), ...block });

/** The decision of a slot. */
export const decisionEntry = (
  decision: Pick<LedgerEntry, "id" | "round"> & { readonly slot: string } & Optional,
): LedgerEntry => ({ transactions: [], stateId: stateOf(decision.id), ...decision });

const stateOf = (block: BlockId): StateId => block as string as StateId;

/**
 * Where committed blocks live, outside the protocol's state so that the state stays small. The
 * protocol only reads; the host appends what `commit` effects bring, in order, before the next
 * event. Genesis is not in it.
 */
export interface LedgerPort {
  /** The entry of a committed block of the chain, or undefined. O(1). */
  committed(id: BlockId): LedgerEntry | undefined;
}
