/** The interface of a property of runs. */
import type { Certificate, Description, Statement } from "./description.js";
import type { Facts } from "./facts.js";
import type { BlockId, Millis, NodeId, Round } from "./ids.js";
import type { NodeInfo, ObservedEvent, RunInfo } from "./observed-event.js";
import type { Reduction } from "./outlook.js";

/** What went wrong, for machines in fields and for people in sentences. */
export interface Witness {
  readonly rounds: readonly Round[];
  /** Ids; the explanation has their names. */
  readonly blocks: readonly BlockId[];
  readonly nodes: readonly NodeId[];
  /** One sentence a fact, blocks by name (`d'@1`). */
  readonly explanation: readonly string[];
}

export type Verdict =
  | { readonly status: "held" }
  /** The precondition never arose: nothing was shown. */
  | { readonly status: "vacuous"; readonly because: string }
  | { readonly status: "violated"; readonly witness: Witness };

export const HELD: Verdict = { status: "held" };
export const vacuous = (because: string): Verdict => ({ status: "vacuous", because });
export const violated = (witness: Witness): Verdict => ({ status: "violated", witness });

/**
 * How a run ended: every honest node passed the last round, no progress is possible, a limit
 * was reached, or a protocol broke one of its own invariants.
 */
export type EndingKind = "completed" | "stalled" | "inconclusive" | "crashed";

export interface RunEnd {
  readonly ending: EndingKind;
  /** Virtual time. */
  readonly at: Millis;
}

/** Whether what has not happened by the end would never have happened. */
export const isFinal = (end: RunEnd): boolean =>
  end.ending === "completed" || end.ending === "stalled";

export type Entered = Extract<ObservedEvent, { kind: "entered" }>;
export type Committed = Extract<ObservedEvent, { kind: "committed" }>;

/** What every property may consult: what is known of the run, and the facts gathered so far. */
export interface ObservedRun {
  readonly runInfo: RunInfo;
  readonly facts: Facts;
}

/** Handlers for what a property reads. The certificate of genesis is never told. */
export interface Handlers<State> {
  /** Any node's message, each time that it is sent. */
  sent?(state: State, message: Description, node: NodeInfo, run: ObservedRun): void;
  /** An honest node's statement, once for each slot and value, and the message that bears it. */
  signed?(state: State, statement: Statement, message: Description, node: NodeInfo): void;
  /** A certificate that was formed, or appeared in a message, once for each content. */
  certificate?(state: State, certificate: Certificate, run: ObservedRun): void;
  /** Any node, honest or not. */
  entered?(state: State, entered: Entered, run: ObservedRun): void;
  /** An honest node's commit. */
  committed?(state: State, committed: Committed, run: ObservedRun): void;
}

/**
 * What must hold in a run. A property reads what happened and never a replica's state, and counts
 * quorums itself, so that an injected bug cannot lower the bar. Its own state is plain data, so
 * that it can be copied and compared.
 */
export interface Property<State> {
  readonly name: string;
  init(setting: RunInfo): State;
  readonly on: Handlers<State>;
  verdict(state: State, run: ObservedRun, end: RunEnd): Verdict;
  /** Whether a violation, once seen, is one whatever follows. */
  readonly safety?: boolean;
  /** Whether a case that is expected to hold must have given it something to judge. */
  readonly essential?: boolean;
  /** What it asks of the setting: it says nothing where that is not known. */
  readonly reads?: readonly ("leaders" | "quorumless")[];
  /** How its state is copied and compared; absent: all of it counts. */
  readonly reduction?: Reduction<State>;
}
