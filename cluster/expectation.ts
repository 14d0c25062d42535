/** The types of the expectations in a cluster config. */
import type { ReplicaId } from "../lib/protocol/ids.js";

/** Rounds, by replica. */
export type RoundsByReplica = ReadonlyMap<ReplicaId, readonly number[]>;

/**
 * What a config is meant to show, besides what every run must: each part is exact, and with any of
 * them every failure must hit at least one message.
 */
export interface ClusterExpectation {
  /** The correct replicas that got committed blocks by sync alone, and the rounds of those. */
  readonly synced?: RoundsByReplica | undefined;
  /** The rounds in which a block was proposed, and which ended by a TC without a QC. */
  readonly failedRounds?: readonly number[] | undefined;
  /** Who proposed when a correct replica knew another leader, and the rounds. */
  readonly outOfTurn?: RoundsByReplica | undefined;
  /** For the replicas named, the rounds that they never entered, below their last. */
  readonly skippedRounds?: RoundsByReplica | undefined;
  /** Who went down and restarted, how often. */
  readonly restarts?: ReadonlyMap<ReplicaId, number> | undefined;
  /** Requests sent again, by all clients together. */
  readonly retransmissions?: number | undefined;
  /** Why replicas refused requests. */
  readonly rejected?: readonly string[] | undefined;
}
