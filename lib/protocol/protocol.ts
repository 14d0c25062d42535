/** The contract: the required and the optional members of a protocol. */
import type { Attribute } from "./attribute.js";
import type { ReplicaContext } from "./host/context.js";
import type { Description, MessageType } from "./description.js";
import type { DurableState, Effect } from "./host/effect.js";
import type { Event } from "./host/event.js";
import type { Exploration } from "./explorable.js";
import type { NetworkAssumption } from "./judging/observed-event.js";
import type { BlockId, NodeId, ReplicaId, Round } from "./ids.js";
import type { LedgerEntry } from "./host/ledger.js";
import type { Accountability } from "./judging/evidence.js";
import type { Property } from "./judging/property.js";
import type { Remote } from "./host/remote.js";
import type { Wording } from "./wording.js";

/**
 * A consensus protocol as a deterministic state machine: no clock, no I/O, no randomness. The first
 * five members are required. Each optional member states the default or the lost feature.
 */
export interface Protocol<State extends object, Message extends object> {
  /** Its name in reports, configs and `--protocol`. */
  readonly name: string;
  /** The types of messages that it sends, in the order of a round. */
  readonly messageTypes: readonly MessageType[];
  /** The state of a replica before its `start` event. */
  init(context: ReplicaContext): State;
  /**
   * Applies one event to `state`, which it may change (a plain object or an immer draft), and
   * returns the effects in order. Throws only {@link InvariantViolation}; an invalid message of a
   * peer is a `refused` effect.
   */
  handle(state: State, event: Event<Message>, context: ReplicaContext): readonly Effect<Message>[];
  /** The public view of a message. */
  describe(message: Message): Description;
  /** Claims beyond safety. Only promised claims are judged. */
  readonly promises?: Promises;
  /**
   * What it needs of the network to be safe. `synchrony`: each message of a correct replica to a
   * correct one, itself included, arrives within Δ, from the beginning of a run. In a run that
   * breaks this, all properties are vacuous but those that hold on any network
   * (`Property.anyNetwork`). Absent: it is safe on any network.
   */
  readonly assumes?: NetworkAssumption;
  /**
   * The properties to judge, in the order of reports. Absent: the universal properties and its
   * promises.
   */
  readonly properties?: readonly Property<unknown>[];
  /** Properties that are judged only where they are asked for by name. Absent: none. */
  readonly furtherProperties?: readonly Property<unknown>[];
  /**
   * What its signed messages prove of who broke its rules. Absent: that one signed two values in a
   * slot, and a fork need not prove anybody guilty.
   */
  readonly accountability?: Accountability;
  /** The number of distinct signers of a certificate. Absent: ⌊(n+f)/2⌋+1. Judges use it too. */
  quorum?(replicas: number, faulty: number): number;
  /**
   * The fewest replicas that tolerate so many faulty ones. Runs of fewer are refused, and laws run
   * as many as tolerate one. Absent: 3f+1 for laws, and nothing is refused.
   */
  replicas?(faulty: number): number;
  /** The leader of a round according to this replica. Absent: a cluster's report has no leaders. */
  leaderOf?(state: State, round: Round, context: ReplicaContext): ReplicaId;
  /**
   * A text, or a list of numbers, that changes exactly when an event changes the state. The host
   * compares them to prove that a run has stalled: numbers faster than texts. Absent: the host
   * compares the whole state, which must then be plain data; this is slower.
   */
  progress?(state: State): Progress;
  /** What people see of a state, as plain data. Absent: the whole state. */
  view?(state: State): unknown;
  /**
   * All of a state on which the coming rounds depend, timeouts and their lengths aside, with every
   * block and every round by the name that it is given: equal texts, equal behaviour but for these
   * names. The host compares them to prove a livelock in rounds that repeat. Absent: it proves
   * none.
   */
  recurrence?(state: State, names: RecurrenceNames, context: ReplicaContext): string;
  /** How traces describe its messages and timers. Absent: by type, block and round. */
  readonly wording?: Wording<Message>;
  /**
   * What nobody can notice of a state, so that more runs are explored as one. Without it all of a
   * state counts, with all that its ids stand for.
   */
  readonly exploration?: Exploration<State, Message>;
  /**
   * Whether the replica may still ask who leads a round, or send a message of it without having
   * received one. Without it any round may be used at any time, and runs whose rounds were
   * configured differently are never explored as one.
   */
  usesRound?(state: State, round: Round): boolean;
  /** What a fault may set in a replica, by name. Absent: a cluster cannot corrupt it. */
  readonly attributes?: ReadonlyMap<string, Attribute<State>>;
  /** Absent: a replica cannot be restarted. */
  readonly durability?: Durability<State>;
  /** Its replicas run outside of the host, and their states are opaque. Absent: they are data. */
  readonly remote?: Remote<State, Message>;
}

/** Names that do not depend on how far a run has come. */
export interface RecurrenceNames {
  /** The same for the same block, whatever its id. */
  block(id: BlockId): string;
  /** The same for the same round; only the order of the rounds that are named shows. */
  round(round: Round): string;
}

/** What changes exactly when a state does: a text, or numbers. */
export type Progress = string | readonly number[];

/** A protocol whose state and message types are unknown to the caller. */
export type AnyProtocol = Protocol<object, object>;

/** Claims of a protocol beyond safety. */
export interface Promises {
  /** The number of stabilisation rounds after which it commits again. */
  readonly recoversIn?: number;
  /**
   * With this many consecutive honest leaders, the first one's block is committed within this many
   * Δ.
   */
  readonly commitsWithin?: { readonly deltas: number; readonly honestLeaders: number };
  /** No replica leaves a round without a quorum of its votes or of its timeouts. */
  readonly leavesByQuorum?: boolean;
}

/** Encodes the durable state of a replica as lines of text, and restores it. */
export interface Durability<State extends object> {
  /** A durable state, as a `persist` effect brings it, on one line of text. */
  encodeState(durable: DurableState): string;
  /** A committed entry, as a `commit` effect brings it, on one line of text. */
  encodeEntry(entry: LedgerEntry): string;
  /**
   * Reads a ledger, oldest entry first, and verifies it like a message of a peer.
   * @throws {StorageError} when a line is not what this replica wrote.
   */
  decodeLedger(lines: readonly string[], context: ReplicaContext): readonly LedgerEntry[];
  /**
   * Restores the state of a replica from its encoded durable state (null if it never persisted any)
   * and its ledger, which `context.ledger` has too. The host then sends a `start` event. The
   * replica votes and proposes in no round in which it may have done so before.
   * @throws {StorageError} when the text is not what this replica wrote.
   */
  restore(durable: string | null, ledger: readonly LedgerEntry[], context: ReplicaContext): State;
}

/** Durable data is damaged. */
export class StorageError extends Error {
  /** The line of the ledger, from 1; null when the durable state is damaged. */
  readonly line: number | null;
  /** The node, if known. */
  readonly node: NodeId | null;

  constructor(because: string, line: number | null, node: NodeId | null = null) {
    super(because);
    this.name = "StorageError";
    this.line = line;
    this.node = node;
  }
}
