/** The events that judges observe, and the information they have before a run. */
import type { Certificate, Description, MessageType } from "./description.js";
import type { EntryCause } from "./effect.js";
import type { Millis, NodeId, ReplicaId, Round } from "./ids.js";
import type { LedgerEntry } from "./ledger.js";
import type { ValidatorSet } from "./validators.js";

/** A running instance as a judge knows it. */
export interface NodeInfo {
  readonly id: NodeId;
  /** Position in {@link RunInfo.nodes}. */
  readonly index: number;
  readonly replica: ReplicaId;
  /** Not Byzantine: the only node of its identity, and nobody tampers with it. */
  readonly honest: boolean;
}

interface ObservedAt {
  /** Virtual time. */
  readonly at: Millis;
  readonly node: NodeInfo;
}

/**
 * What a judge is told, in the order in which it happens. `sent` comes once per send or broadcast,
 * whoever receives it.
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
    });

/** What a judge knows of a run before it begins. */
export interface RunInfo {
  readonly nodes: readonly NodeInfo[];
  readonly validators: ValidatorSet;
  /** What the protocol sends. */
  readonly messageTypes: readonly MessageType[];
  readonly delta: Millis;
  /** R: the scripted rounds. */
  readonly scriptedRounds: number;
  /** S: the stabilisation rounds that follow them; infinite where rounds have no end. */
  readonly stabilizationRounds: number;
  /** The first round that counts as stable; R+1 unless declared. */
  readonly stableFrom: Round;
  /** Whether `stableFrom` was declared, so that time bounds are judged from there on. */
  readonly declaredStable: boolean;
  /** The leader on which all agree in advance, where there is one. */
  readonly leaderOf?: (round: Round) => ReplicaId;
  /** Whether nobody can receive votes, nor timeouts, of this round from a quorum. */
  quorumless(round: Round): boolean;
}
