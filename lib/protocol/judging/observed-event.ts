/** The events that judges observe, and the information they have before a run. */
import type { Certificate, Description, MessageType } from "../description.js";
import type { EntryCause } from "../host/effect.js";
import type { Millis, NodeId, ReplicaId, Round } from "../ids.js";
import type { LedgerEntry } from "../host/ledger.js";
import type { ValidatorSet } from "../validators.js";

/** A node as judges know it. */
export interface NodeInfo {
  readonly id: NodeId;
  /** Position in {@link RunInfo.nodes}. */
  readonly index: number;
  readonly replica: ReplicaId;
  /** Not Byzantine: the only node of its identity, and without an injected failure of its state. */
  readonly honest: boolean;
}

/** What a protocol may need of the network to be safe. */
export type NetworkAssumption = "synchrony";

/** A message of an honest node that another one does not receive within Δ. Plain data. */
export interface OverdueMessage {
  readonly type: string;
  readonly round: Round;
  readonly from: NodeId;
  readonly to: NodeId;
  /** What became of it: `is lost (drop)`, `takes 1600 ms`. */
  readonly fate: string;
}

interface ObservedAt {
  /** Virtual time. */
  readonly at: Millis;
  readonly node: NodeInfo;
}

/**
 * An event that judges observe, in order. `sent` is observed once per send or broadcast, for any
 * number of receivers.
 */
export type ObservedEvent =
  | (ObservedAt & { readonly kind: "sent"; readonly message: Description })
  | (ObservedAt & { readonly kind: "entered"; readonly round: Round; readonly by: EntryCause })
  | (ObservedAt & { readonly kind: "certified"; readonly certificate: Certificate })
  | (ObservedAt & {
      readonly kind: "committed";
      readonly entry: LedgerEntry;
      /** Committed in an earlier process, and read back from its disk. */
      readonly recalled?: true;
    })
  | (ObservedAt & { readonly kind: "halted" })
  /** A message between honest nodes does not arrive within Δ. `node` sent it. */
  | (ObservedAt & { readonly kind: "overdue"; readonly overdue: OverdueMessage })
  | (ObservedAt & { readonly kind: "stuck"; readonly round: Round; readonly because: string });

/** The parameters of a run that judges know before it begins. */
export interface RunInfo {
  /** In node order: the replicas, then their twins. */
  readonly nodes: readonly NodeInfo[];
  readonly validators: ValidatorSet;
  /** The message types of the protocol. */
  readonly messageTypes: readonly MessageType[];
  /** What the protocol needs of the network. Overdue messages are observed only where it counts. */
  readonly assumes?: NetworkAssumption | undefined;
  /** Δ: the bound on message delay after GST. */
  readonly delta: Millis;
  /** R: the scripted rounds. */
  readonly scriptedRounds: number;
  /** S: the number of stabilisation rounds after them; infinite in a run without a last round. */
  readonly stabilizationRounds: number;
  /** The first stable round; default: R+1. */
  readonly stableFrom: Round;
  /** Whether `stableFrom` was declared, so that time bounds are judged from there on. */
  readonly declaredStable: boolean;
  /**
   * The scripted leader of a round, if the run has a script. A property that reads it cannot be
   * judged over a whole space in which leaders of a round differ.
   */
  readonly leaderOf?: (round: Round) => ReplicaId;
  /**
   * Whether the rounds after the scripted ones repeat some that a faulty replica leads, or in which
   * honest ones make no quorum: then nothing is promised of them.
   */
  readonly faultySuffix?: boolean;
  /** Whether no node can receive the votes or the timeouts of a quorum in this round. */
  quorumless(round: Round): boolean;
}
