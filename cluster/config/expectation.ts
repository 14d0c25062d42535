/** The types of the expectations in a cluster config. */
import type { ReplicaId } from "../../lib/protocol/ids.js";

/** Rounds of each replica. */
export type RoundsByReplica = ReadonlyMap<ReplicaId, readonly number[]>;

/**
 * The expected outcome of a config, besides the verdict of every run. Each part is exact. With any
 * part, every failure must affect at least one message.
 */
export interface ClusterExpectation {
  /** The correct replicas that got committed blocks by sync alone, and the rounds of those. */
  readonly synced?: RoundsByReplica | undefined;
  /** The rounds in which a block was proposed, and which ended by a TC without a QC. */
  readonly failedRounds?: readonly number[] | undefined;
  /** The replicas that proposed in rounds led by another replica, and these rounds. */
  readonly outOfTurn?: RoundsByReplica | undefined;
  /** The rounds that these replicas never entered, below their last round. */
  readonly skippedRounds?: RoundsByReplica | undefined;
  /** The number of restarts of each replica. */
  readonly restarts?: ReadonlyMap<ReplicaId, number> | undefined;
  /** The number of retransmitted requests, of all clients. */
  readonly retransmissions?: number | undefined;
  /** The reasons for which replicas refused requests. */
  readonly rejected?: readonly string[] | undefined;
}
