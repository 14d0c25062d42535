import type { CryptoSuite, Signer } from "./crypto.js";
import type { Millis, ReplicaId, Round, Transaction } from "./ids.js";
import type { LedgerPort } from "./ledger.js";
import type { Memo } from "./memo.js";
import type { ValidatorSet } from "./validators.js";

/**
 * Everything that varies from replica to replica and from run to run. A protocol owns no clock, no
 * randomness and no configuration: it is all here.
 */
export interface ReplicaContext {
  readonly self: ReplicaId;
  readonly validators: ValidatorSet;
  readonly crypto: CryptoSuite;
  readonly signer: Signer;
  readonly ledger: LedgerPort;
  readonly memo: Memo;
  /** Δ: the bound on message delay after GST. */
  readonly delta: Millis;
  /** How long a round may last before this replica times out; 4Δ when left out. */
  readonly roundTimer?: Millis;
  /** What this replica would put into a block of the round. */
  transactions(round: Round): readonly Transaction[];
  /** Who leads a round; left out, the protocol's own election decides. */
  readonly leaderOf?: (round: Round) => ReplicaId;
}
