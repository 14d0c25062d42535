import type { BlockId, NodeId, Round } from "../protocol/ids.js";
import type { Occurrence, Setting } from "../protocol/occurrence.js";
import type { Facts } from "./facts.js";

export type PropertyName =
  | "agreement"
  | "certified-uniqueness"
  | "certificate-quorum"
  | "direct-commit-chain"
  | "vote-once"
  | "no-honest-equivocation"
  | "commit-integrity"
  | "quorumless-progress"
  | "liveness"
  | "bounded-commit";

/** What went wrong, for machines in fields and for people in a sentence. */
export interface Witness {
  readonly rounds: readonly Round[];
  /** Ids; a report shows their names. */
  readonly blocks: readonly BlockId[];
  readonly nodes: readonly NodeId[];
  /** One sentence per fact, blocks by name (`d'@1`). */
  readonly explanation: readonly string[];
}

export type Verdict =
  | { readonly status: "held" }
  /** The precondition never arose: nothing was shown. */
  | { readonly status: "vacuous"; readonly because: string }
  | { readonly status: "violated"; readonly witness: Witness };

/** Handlers for the kinds of occurrence that a property reads. */
export type Handlers<State> = {
  readonly [Kind in Occurrence["kind"]]?: (
    state: State,
    occurrence: Extract<Occurrence, { kind: Kind }>,
    run: Run,
  ) => void;
};

/** What every property may consult: the setting, and the facts gathered so far. */
export interface Run {
  readonly setting: Setting;
  readonly facts: Facts;
}

/**
 * What must hold in a run. A property reads what happened and never a replica's state, and counts
 * quorums itself, so that an injected bug cannot lower the bar. Its own state is plain data, so
 * that it can be copied and compared.
 */
export interface Property<State> {
  readonly name: PropertyName;
  init(setting: Setting): State;
  readonly on: Handlers<State>;
  verdict(state: State, run: Run): Verdict;
}
