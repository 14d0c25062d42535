/** The types of a simulated world: nodes, disks, faults, limits, and how runs end. */
import type { ReplicaContext } from "../protocol/host/context.js";
import type { DurableState, Effect } from "../protocol/host/effect.js";
import { GENESIS_ROUND } from "../protocol/ids.js";
import type { Millis, NodeId, Round } from "../protocol/ids.js";
import type { LedgerEntry } from "../protocol/host/ledger.js";
import type { NodeInfo, ObservedEvent } from "../protocol/judging/observed-event.js";
import type { Protocol } from "../protocol/protocol.js";
import type { ClientSettings } from "./clients.js";
import type { MemoryLedger } from "./ledger.js";
import type { Envelope, Fate, LinkPolicy, Routes } from "./network/network.js";
import type { Cycle } from "../protocol/judging/property.js";
import type { ArrivalOrder, RelayRule, ScriptedRestart, Suffix } from "./script.js";
import type { Tracer } from "./trace.js";

/** A node: its identity and the context of its replica. */
export interface NodeSpec {
  readonly info: NodeInfo;
  readonly context: ReplicaContext;
  /** The ledger behind `context.ledger`. */
  readonly ledger: MemoryLedger;
  /** The disk for restarts. Absent: nothing survives. */
  readonly disk?: Disk;
  /** Whether failures set its state. Its invariants are then void: a throw halts only this node. */
  readonly corrupt?: boolean;
}

/** The durable storage of a node. Each call is synchronous: its data is durable when it returns. */
export interface Disk {
  /** Replaces the durable state. */
  save(durable: DurableState): void;
  /** Adds to the ledger. */
  append(entry: LedgerEntry): void;
  /** The last saved state and all appended entries, encoded by the protocol; null: none. */
  load(): Stored | null;
  /** Forgets the durable state. Absent: it cannot. */
  wipe?(): void;
}

/** What a disk holds, as lines of text. */
export interface Stored {
  /** Null if none was saved. */
  readonly durable: string | null;
  /** Oldest first. */
  readonly ledger: readonly string[];
}

/** One copy of a message as its sender hands it to the network. */
export interface OutgoingMessage<State> {
  readonly at: Millis;
  readonly envelope: Envelope;
  /** The decision of the links. */
  readonly fate: Fate;
  /** The state of the sender, which a failure may change. */
  readonly state: State;
  readonly context: ReplicaContext;
}

/** The sender stops before the message leaves, and restarts from its disk. */
export interface Crash {
  readonly kind: "crash";
  readonly downtime: Millis;
}

/** An incident of a whole node. */
export interface Incident {
  readonly at: Millis;
  readonly node: NodeInfo;
  readonly kind: "crashed" | "restarted" | "halted";
}

/**
 * Thrown by a replica's context when an event needs a choice that is not made yet. The run pauses
 * before that event.
 */
export class UnresolvedChoice extends Error {}

/** Hooks that make a run pause wherever a choice is not made yet, so that it can be resumed. */
export interface ChoiceHooks<Message extends object> {
  /**
   * Whether the context may throw {@link UnresolvedChoice}, so that a state is to be kept
   * meanwhile.
   */
  mayThrow(): boolean;
  /** Whether all choices that this effect needs are made. */
  isResolved(node: NodeInfo, effect: Effect<Message>, round: Round): boolean;
}

/** All inputs of a run. Equal worlds give equal runs. */
export interface World<State extends object, Message extends object> {
  /** What the run is called in logs. Absent: nothing. */
  readonly label?: string;
  readonly protocol: Protocol<State, Message>;
  /** In the order that breaks ties between simultaneous messages; each at its `info.index`. */
  readonly nodes: readonly NodeSpec[];
  /** The first sets the delay, the others may change it, hold the message or lose it. */
  readonly links: readonly LinkPolicy[];
  /**
   * The same links as tables, used where nobody asks for single copies: without a trace, faults and
   * open choices. The links may then be left out. Not for protocols that assume synchrony.
   */
  readonly routes?: Routes | undefined;
  /**
   * The last round. A node that has passed it starts no round timer. When all honest nodes have
   * passed it, the run ends as soon as no message is in flight and none of them has a running
   * timer; the links must ensure that this happens.
   */
  readonly lastRound: Round;
  /**
   * How many events a run may handle, and how long it may take in virtual time: beyond either it
   * ends as inconclusive.
   */
  readonly limits: { readonly events: number; readonly time: Millis };
  /**
   * Whether messages and certificates are frozen when they are told: a protocol that changes one
   * is then found, and its verdict is `crashed`. Runs take about a fifth longer. Default: false.
   */
  readonly freezeMessages?: boolean;
  /** What the network relays; absent: nothing. */
  readonly relay?: RelayRule | undefined;
  /** Whether links may hold messages until a timer has run out; default: false. */
  readonly holdsForTimers?: boolean | undefined;
  /** Rounds that repeat under honest leaders; absent: none. */
  readonly suffix?: Suffix | undefined;
  /** The nodes that restart as they enter a round, in any order. */
  readonly restarts?: readonly ScriptedRestart[] | undefined;
  /** Orders messages that arrive at the same instant; absent: as they were sent. */
  readonly arrivalOrder?: ArrivalOrder | undefined;
  /** The clients, and how long their messages take. */
  readonly clientSettings?: ClientSettings;
  /** Injected failures of messages and their senders, applied after the links. */
  readonly injectFault?: (outgoing: OutgoingMessage<State>) => Fate | Crash;
  /** Ends the run as completed. A world with it is not examined for stalls. */
  readonly until?: () => boolean;
  /** Told when a node crashes, restarts or halts. */
  readonly onIncident?: (incident: Incident) => void;
  /** Told of what a judge may know, in order. */
  readonly judge?: (observed: ObservedEvent) => void;
  /** Told of everything that happens, in order. */
  readonly trace?: Tracer<Message>;
  /**
   * Lets a run pause where a choice is not made yet.
   *
   * @hidden
   */
  readonly choices?: ChoiceHooks<Message>;
}

/** Why a run ended. */
export type Ending =
  /** Every honest node has passed the last round, or the goal of the run is reached. */
  | { readonly kind: "completed" }
  /** No further progress is possible: nothing is scheduled, or the global state recurs. */
  | { readonly kind: "stalled"; readonly cycle?: Cycle | undefined }
  /** A limit was reached. */
  | { readonly kind: "inconclusive"; readonly limit: "events" | "time" }
  /** The protocol threw at a node, or broke its contract; null: a property of the user did. */
  | { readonly kind: "crashed"; readonly node: NodeId | null; readonly error: string };

/** How and where a protocol or a property failed, in words. */
export const crashWords = ({ node, error }: Extract<Ending, { kind: "crashed" }>): string =>
  node === null ? error : `${node}: ${error}`;

/** The ending of a run that was judged: a property that failed is a crash of the run. */
export const judgedEnding = (ending: Ending, failure: string | undefined): Ending =>
  failure === undefined || ending.kind === "crashed"
    ? ending
    : { kind: "crashed", node: null, error: failure };

/** What became of a run. */
export interface Outcome {
  readonly ending: Ending;
  /** Virtual time at the end. */
  readonly at: Millis;
  /** Events handled: starts, deliveries, timers. */
  readonly events: number;
  /** The round in which each node ended, in node order. */
  readonly rounds: readonly Round[];
  /** Whether each node has halted, in node order. */
  readonly halted: readonly boolean[];
}

/** Whether a node reported that it entered a round, or halted: without that no run completes. */
export const reportsRounds = ({ rounds, halted }: Pick<Outcome, "rounds" | "halted">): boolean =>
  rounds.some((round) => round > GENESIS_ROUND) || halted.includes(true);

/** What to tell the author of a protocol that commits without such a report. */
export const NO_ROUNDS =
  "it commits, but no replica reported that it entered a round or halted, so that no run can be " +
  'complete; return { kind: "entered", round, by } for each round entered, or { kind: "halted" }';
