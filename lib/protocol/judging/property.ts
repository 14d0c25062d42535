/** The interface of a property of runs. */
import type { Certificate, Description, Statement } from "../description.js";
import type { BlockId, Millis, NodeId, Round } from "../ids.js";
import type { NodeInfo, ObservedEvent, RunInfo } from "./observed-event.js";
import type { ObservedRun } from "./observed-run.js";
import type { StateComparison } from "./state-comparison.js";

/** Evidence of a violation: fields for programs, sentences for people. */
export interface Witness {
  /** The rounds in which it went wrong. */
  readonly rounds: readonly Round[];
  /** Ids; the explanation has their names. */
  readonly blocks: readonly BlockId[];
  /** The nodes concerned. */
  readonly nodes: readonly NodeId[];
  /** One sentence per fact, with blocks by name (`d'@1`). */
  readonly explanation: readonly string[];
}

/** What a property says of a run. */
export type Verdict =
  /** What it forbids could have happened, and did not. */
  | { readonly status: "held" }
  /** The precondition never held, so the run says nothing about the property. */
  | { readonly status: "vacuous"; readonly because: string }
  /** It happened; the witness says where. */
  | { readonly status: "violated"; readonly witness: Witness };

/** The verdict of a property that held. */
export const HELD: Verdict = { status: "held" };
/** The verdict of a property that had nothing to judge, with the reason. */
export const vacuous = (because: string): Verdict => ({ status: "vacuous", because });
/** The verdict of a property that was violated, with its witness. */
export const violated = (witness: Witness): Verdict => ({ status: "violated", witness });

/**
 * How a run ended: every honest node passed the last round or halted, no progress is possible, a
 * limit was reached, or a protocol broke one of its own invariants.
 */
export type EndingKind = "completed" | "stalled" | "inconclusive" | "crashed";

/** Rounds that repeat themselves for ever: round `to` begins as `from` did. */
export interface Cycle {
  readonly from: Round;
  readonly to: Round;
}

/** How and when a run ended. */
export interface RunEnd {
  /** Of a stalled run: the rounds that repeat without a decision, although honest nodes lead. */
  readonly cycle?: Cycle | undefined;
  readonly ending: EndingKind;
  /** Virtual time. */
  readonly at: Millis;
}

/** Whether an event that has not happened by this end would never happen. */
export const isFinal = (end: RunEnd): boolean =>
  end.ending === "completed" || end.ending === "stalled";

/** The event that a node entered a round. */
export type Entered = Extract<ObservedEvent, { kind: "entered" }>;
/** The event that a node committed an entry. */
export type Committed = Extract<ObservedEvent, { kind: "committed" }>;

/** The event that a leader has the messages of a quorum, and may propose nothing. */
export type Stuck = Extract<ObservedEvent, { kind: "stuck" }>;

/** Handlers of a property for observed events. The certificate of genesis is not observed. */
export interface Handlers<State> {
  /** A message of any node, each time it is sent. */
  sent?(state: State, message: Description, node: NodeInfo, run: ObservedRun): void;
  /** A statement of an honest node, once per slot and value, with the message that has it. */
  signed?(state: State, statement: Statement, message: Description, node: NodeInfo): void;
  /** A certificate that was formed or shown in a message, once per content. */
  certificate?(state: State, certificate: Certificate, run: ObservedRun): void;
  /** A round entered by any node, honest or not. */
  entered?(state: State, entered: Entered, run: ObservedRun): void;
  /** A commit of an honest node. */
  committed?(state: State, committed: Committed, run: ObservedRun): void;
  /** An honest node has nothing left to do by itself. */
  halted?(state: State, node: NodeInfo, run: ObservedRun): void;
  /** An honest leader has the messages of a quorum, and may propose nothing. */
  stuck?(state: State, stuck: Stuck, run: ObservedRun): void;
}

/**
 * A property of runs. It reads observed events, never the state of a replica, and counts quorums
 * itself, so an injected bug cannot weaken it. Its own state is plain data, so that it can be
 * copied and compared.
 */
export interface Property<State> {
  /** Its name in reports, results, expectations and `--property`. */
  readonly name: string;
  /** The state before the run begins. */
  init(setting: RunInfo): State;
  /** What it reads of a run. Each handler may change the state that it is given. */
  readonly on: Handlers<State>;
  /**
   * The verdict on a run that ended so. Must not change the state: a run that is not over is
   * judged, too, as if it had ended as `inconclusive`.
   */
  verdict(state: State, run: ObservedRun, end: RunEnd): Verdict;
  /**
   * Whether a correct replica keeps it by itself, whatever the network does: then it is judged in
   * runs that break the synchrony which the protocol assumes, too. Default: false.
   */
  readonly anyNetwork?: boolean;
  /** Whether no later event can repair a violation. */
  readonly safety?: boolean;
  /** Whether it must not be vacuous in a case that is expected to hold. */
  readonly essential?: boolean;
  /** The optional parts of {@link RunInfo} that it needs; without them it is vacuous. */
  readonly reads?: readonly ("leaders" | "quorumless")[];
  /** How its state is copied and compared; absent: all of it counts. */
  readonly comparison?: StateComparison<State>;
  /**
   * Why nothing can be said, because the property itself failed; null if it did not.
   *
   * @hidden
   */
  failure?(state: State): string | null;
}
