/** What a replica is given: its identity, validators, crypto, ledger and options. */
import type { CryptoSuite, Signer } from "../crypto.js";
import type { Millis, ReplicaId, Round, Transaction } from "../ids.js";
import type { LedgerPort } from "./ledger.js";
import type { Memo } from "../memos/memo.js";
import type { ValidatorSet } from "../validators.js";

/** The options of the mempool. */
export interface MempoolOptions {
  /** Largest number of waiting requests; further ones are refused. */
  readonly capacity: number;
  /** Largest number of transactions in a block. */
  readonly blockSize: number;
}

/** The reputation election of leaders (DiemBFT v4, 3.7). */
export interface ElectionOptions {
  /** Number of recent certificates whose signers count as active. */
  readonly window: number;
  /** Number of recent authors that may not lead, f to 2f. */
  readonly exclude: number;
}

/**
 * Everything that varies between replicas and between runs. A protocol has no clock, no randomness
 * and no configuration of its own.
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
  /** Duration of a round before this replica times out; default: 4Δ. */
  readonly roundTimer?: Millis;
  /**
   * Scripted payloads: the transactions of this replica's block in a round; there are no clients.
   * Absent: blocks contain requests of clients.
   */
  readonly transactions?: (round: Round) => readonly Transaction[];
  /** Absent: the protocol has its own defaults. */
  readonly mempool?: MempoolOptions;
  /** Absent: the protocol has its own defaults. */
  readonly election?: ElectionOptions;
  /**
   * Whether nobody hears `decided` effects, and nothing is restored from `persist` effects: then a
   * replica may leave out both. Absent: somebody may.
   */
  readonly quiet?: boolean;
  /** The leader of a round. Absent: the election of the protocol decides. */
  readonly leaderOf?: (round: Round) => ReplicaId;
}
