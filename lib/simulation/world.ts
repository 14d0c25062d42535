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

/** The durable storage of a node. Each call is synchronous: its data is durable when it returns. */
export interface Disk {
  save(durable: DurableState): void;
  append(entry: LedgerEntry): void;
  /** The last saved state and all appended entries, encoded by the protocol; null: none. */
  load(): Stored | null;
}

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
  /** The decision of the links. */
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
export interface ChoiceHooks<State, Message extends object> {
  fork(state: State): State;
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
  readonly limits: { readonly events: number; readonly time: Millis };
  /** Clients. */
  readonly clientSettings?: ClientSettings;
  /** Injected failures of messages and their senders, applied after the links. */
  readonly injectFault?: (outgoing: OutgoingMessage<State>) => Fate | Crash;
  /** Ends the run as completed. A world with it is not examined for stalls. */
  readonly until?: () => boolean;
  readonly onIncident?: (incident: Incident) => void;
  readonly judge?: (observed: ObservedEvent) => void;
  readonly trace?: Tracer<Message>;
  readonly choices?: ChoiceHooks<State, Message>;
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

export interface Outcome {
  readonly ending: Ending;
  /** Virtual time at the end. */
  readonly at: Millis;
  /** Events handled: starts, deliveries, timers. */
  readonly events: number;
  /** The round in which each node ended, in node order. */
  readonly rounds: readonly Round[];
}
