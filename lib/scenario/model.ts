/** The types of a scenario: rosters, round configurations, drops, semantics, stabilisation. */
import type { NodeId, ReplicaId } from "../protocol/ids.js";

/** A message lost inside a group. */
export interface Drop {
  readonly from: NodeId;
  readonly to: NodeId;
  /** A word of the protocol's for its type or phase; `*` for all. */
  readonly type: string;
}

/** Groups of their own for the messages of a type or a phase. */
export interface PhasePartition {
  /** A word of the protocol's for a type or a phase. The groups of a type precede its phase's. */
  readonly of: string;
  /** In place of the partition of the round. */
  readonly partition: readonly (readonly NodeId[])[];
}

/** The nodes that alone receive the messages of a type or a phase, besides a sender its own. */
export interface HearSet {
  /** A word of the protocol's for a type or a phase; `*` for all messages. */
  readonly of: string;
  readonly hearers: readonly NodeId[];
}

/**
 * What becomes of a message instead of being delivered after the usual delay. `drop`: it is lost.
 * `late`: it waits until a timer of its receiver (that of the given name, where there is one) has
 * run out in the round of the message, or until the receiver enters a later round. `hold`: it waits
 * until the receiver enters that round or a later one. `delay`: it takes so many halves of Δ.
 */
export type ExceptionEffect =
  | "drop"
  | "late"
  | { readonly late: string }
  | { readonly hold: number }
  | { readonly delay: number };

/** Another fate for the messages of some types on the links between two sets of nodes. */
export interface LinkException {
  /** Words of the protocol's for types or phases; `*` for all messages. */
  readonly types: readonly string[];
  readonly from: readonly NodeId[];
  readonly to: readonly NodeId[];
  readonly effect: ExceptionEffect;
}

/** With what a node can restart: what it has persisted, or nothing. */
export const RESTART_STATES = ["durable", "none"] as const;

/** A node restarts as it enters the round, or a later one instead of it. */
export interface Restart {
  readonly node: NodeId;
  /** With what it has persisted, or as if it had never run. */
  readonly state: (typeof RESTART_STATES)[number];
}

/** Who leads a round, who can talk to whom, and what is lost. */
export interface RoundConfiguration {
  /** Who leads: the replica, with its twin if it has one. */
  readonly leader: ReplicaId;
  /** Disjoint groups that together hold every node. */
  readonly partition: readonly (readonly NodeId[])[];
  /** What is lost inside the groups. */
  readonly drops: readonly Drop[];
  /** The parts of version 2, each absent where nothing of it is used. */
  readonly phases?: readonly PhasePartition[];
  readonly hears?: readonly HearSet[];
  /** The first that names a message on its link decides. */
  readonly exceptions?: readonly LinkException[];
  readonly restarts?: readonly Restart[];
  /** Seeds the order in which messages of this round arrive that arrive at the same instant. */
  readonly order?: number;
}

/** The parts of a round that version 1 does not have. */
export const VERSION_2_PARTS = ["phases", "hears", "exceptions", "restarts", "order"] as const;

/** Whether a round uses version 2 of the language. */
export const usesVersion2 = (round: RoundConfiguration): boolean =>
  VERSION_2_PARTS.some((part) => round[part] !== undefined);

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
  /**
   * What the network passes on after the scripted rounds of what an honest node has received;
   * default: nothing.
   */
  readonly relay?: Relay | undefined;
  /**
   * The last rounds of a scenario, so many, repeat for ever, with links between honest nodes up.
   * Absent: what `afterLastRound` says.
   */
  readonly suffix?: { readonly period: number } | undefined;
}

/** Whether semantics use version 2 of the language. */
export const semanticsNeedVersion2 = ({ relay, suffix }: Semantics): boolean =>
  (relay ?? "nothing") !== "nothing" || suffix !== undefined;

/** What a network can pass on, from the default. */
export const RELAYS = ["nothing", "certificates", "everything"] as const;
/** What a network passes on (see {@link RELAYS}). */
export type Relay = (typeof RELAYS)[number];

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
