/** The types of a simulated world: nodes, disks, faults, limits, and how runs end. */
import type { ReplicaContext } from "../protocol/context.js";
import type { DurableState, Effect } from "../protocol/effect.js";
import type { Millis, NodeId, Round } from "../protocol/ids.js";
import type { LedgerEntry } from "../protocol/ledger.js";
import type { NodeInfo, ObservedEvent } from "../protocol/observed-event.js";
import type { Protocol } from "../protocol/protocol.js";
import type { ClientSettings } from "./clients.js";
import type { MemoryLedger } from "./ledger.js";
import type { Envelope, Fate, LinkPolicy } from "./network.js";
import type { Tracer } from "./trace.js";

/** One process: who it is, and what its replica is given. */
export interface NodeSpec {
  readonly info: NodeInfo;
  readonly context: ReplicaContext;
  /** The ledger behind `context.ledger`. */
  readonly ledger: MemoryLedger;
  /** Where it can be restarted from; left out, nothing of it survives. */
  readonly disk?: Disk;
  /** Faults set its state, so that its invariants mean nothing: a throw halts this node only. */
  readonly corrupt?: boolean;
}

/** What survives a node. Each call is done when it returns: what follows it may leave the node. */
export interface Disk {
  /** Replaces the durable state. */
  save(durable: DurableState): void;
  /** Adds to the ledger. */
  append(entry: LedgerEntry): void;
  /** What was saved last and all that was appended, as the protocol encodes it; null: nothing. */
  load(): Stored | null;
}

/** What a disk holds, as lines of text. */
export interface Stored {
  /** Null when none was saved. */
  readonly durable: string | null;
  /** Oldest first. */
  readonly ledger: readonly string[];
}

/** One copy of a message as its sender hands it to the network. */
export interface OutgoingMessage<State> {
  readonly at: Millis;
  readonly envelope: Envelope;
  /** What the links decided. */
  readonly fate: Fate;
  /** The sender's, which a fault may change. */
  readonly state: State;
  readonly context: ReplicaContext;
}

/** The sender goes down before the message leaves, and restarts from its disk. */
export interface Crash {
  readonly kind: "crash";
  readonly downtime: Millis;
}

/** Something that happened to a node as a whole. */
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
  /** Whether every choice is made that carrying out this effect needs. */
  isResolved(node: NodeInfo, effect: Effect<Message>, round: Round): boolean;
}

/** All that a run depends on. Equal worlds give equal runs. */
export interface World<State extends object, Message extends object> {
  readonly protocol: Protocol<State, Message>;
  /** In the order that breaks ties between simultaneous messages; each at its `info.index`. */
  readonly nodes: readonly NodeSpec[];
  /** The first sets the delay, the others may change it, hold the message or lose it. */
  readonly links: readonly LinkPolicy[];
  /**
   * A node that has passed it starts no round timer. When all honest ones have, the run ends as
   * soon as nothing is in flight and none of them waits for anything: the links must see to that.
   */
  readonly lastRound: Round;
  /**
   * How many events a run may handle, and how long it may take in virtual time: beyond either it
   * ends as inconclusive.
   */
  readonly limits: { readonly events: number; readonly time: Millis };
  /** The clients, and how long their messages take. */
  readonly clientSettings?: ClientSettings;
  /** What faults do to messages and their senders, after the links. */
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
  /** Every honest node has passed the last round, or what the run is for has happened. */
  | { readonly kind: "completed" }
  /** Nothing can happen any more: no message in flight, or everything only repeats itself. */
  | { readonly kind: "stalled" }
  /** A declared limit was reached: nothing is proven. */
  | { readonly kind: "inconclusive"; readonly limit: "events" | "time" }
  /** A protocol threw. */
  | { readonly kind: "crashed"; readonly node: NodeId; readonly error: string };

/** What became of a run. */
export interface Outcome {
  readonly ending: Ending;
  /** Virtual time at the end. */
  readonly at: Millis;
  /** Events handled: starts, deliveries, timers. */
  readonly events: number;
  /** The round in which each node ended, in node order. */
  readonly rounds: readonly Round[];
}
