/** What a replica is given: its identity, validators, crypto, ledger and options. */
import type { CryptoSuite, Signer } from "./crypto.js";
import type { Millis, ReplicaId, Round, Transaction } from "./ids.js";
import type { LedgerPort } from "./ledger.js";
import type { Memo } from "./memo.js";
import type { ValidatorSet } from "./validators.js";

/** How requests wait to be ordered. */
export interface MempoolOptions {
  /** The most requests that wait; more are refused. */
  readonly capacity: number;
  /** The most transactions of a block. */
  readonly blockSize: number;
}

/** The reputation election of leaders (DiemBFT v4, 3.7). */
export interface ElectionOptions {
  /** How many certificates back a signer counts as active. */
  readonly window: number;
  /** How many of the last authors may not lead, f to 2f. */
  readonly exclude: number;
}

/**
 * Everything that varies from replica to replica and from run to run. A protocol owns no clock, no
 * randomness and no configuration: it is all here.
 */
export interface ReplicaContext {
  /** Who this replica is. Its twin has the same identity and the same key. */
  readonly self: ReplicaId;
  /** Everybody who takes part, this replica included. */
  readonly validators: ValidatorSet;
  /** Hashes, and verifies the signatures of others. */
  readonly crypto: CryptoSuite;
  /** Signs as this replica. */
  readonly signer: Signer;
  /** What this replica has committed. */
  readonly ledger: LedgerPort;
  /** What has been established about immutable values, such as verified messages. */
  readonly memo: Memo;
  /** Δ: the bound on message delay after GST. */
  readonly delta: Millis;
  /** How long a round may last before this replica times out; 4Δ when left out. */
  readonly roundTimer?: Millis;
  /**
   * Scripted payloads: what this replica puts into a block of the round. Then no round is idle and
   * there are no clients. Left out, blocks hold what clients asked for.
   */
  readonly transactions?: (round: Round) => readonly Transaction[];
  /** Absent: the protocol has its own defaults. */
  readonly mempool?: MempoolOptions;
  /** Absent: the protocol has its own defaults. */
  readonly election?: ElectionOptions;
  /** Who leads a round; left out, the protocol's own election decides. */
  readonly leaderOf?: (round: Round) => ReplicaId;
}
