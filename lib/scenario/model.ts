/** The types of a scenario: rosters, round configurations, drops, semantics, stabilisation. */
import type { NodeId, ReplicaId } from "../protocol/ids.js";

/** A message lost inside a group. */
export interface Drop {
  readonly from: NodeId;
  readonly to: NodeId;
  /** A word of the protocol's for its type or phase; `*` for all. */
  readonly type: string;
}

/** Who leads a round, who can talk to whom, and what is lost. */
export interface RoundConfiguration {
  /** Who leads: the replica, with its twin if it has one. */
  readonly leader: ReplicaId;
  /** Disjoint groups that together hold every node. */
  readonly partition: readonly (readonly NodeId[])[];
  /** What is lost inside the groups. */
  readonly drops: readonly Drop[];
}

/** Who takes part: identities, which of them have a twin, and f. */
export interface Roster {
  readonly replicas: readonly ReplicaId[];
  /** The twinned ones among the replicas, in their order. */
  readonly twins: readonly ReplicaId[];
  /** f: how many Byzantine identities the protocol is to tolerate. */
  readonly faulty: number;
}

/**
 * Rules on which published executors disagree, and which are therefore data, hashed into the
 * scenario space: the first of each is the default.
 */
export interface Semantics {
  /** Which round's configuration governs a message: the one written in it, or its sender's. */
  readonly governs: "message" | "sender";
  /** After the last configured round: one group, or nothing is delivered. */
  readonly afterLastRound: "heal" | "silence";
  /** A dropped message is gone, or held until the receiver enters a round after the last. */
  readonly drops: "lose" | "hold";
  /** Repeated timeouts obey drops, or ignore them from the given copy on. */
  readonly repeatedTimeouts: "obey" | { readonly override: number };
}

/** The semantics of files and configs that name none. */
export const DEFAULT_SEMANTICS: Semantics = {
  governs: "message",
  afterLastRound: "heal",
  drops: "lose",
  repeatedTimeouts: "obey",
};

/** The healed rounds that follow the scripted ones, so that liveness can be judged. */
export interface Stabilization {
  /** S: how many. */
  readonly rounds: number;
  /** Who leads round R+k: the honest replicas in turn, or the replicas listed, in turn. */
  readonly leaders: "honest" | readonly ReplicaId[];
}

/**
 * What follows the scripted rounds unless a file or a config says otherwise: seven rounds, led by
 * the honest replicas in turn.
 */
export const DEFAULT_STABILIZATION: Stabilization = { rounds: 7, leaders: "honest" };

/** Round i of the list (from 1) governs protocol round i. */
export interface Scenario {
  /** `<space hash>:<index in hex>` when it was generated, or a name when a hand wrote it. */
  readonly id: string;
  /** The scripted rounds, from round 1 on. */
  readonly rounds: readonly RoundConfiguration[];
}
