/** The contract: the required and the optional members of a protocol. */
import type { Attribute } from "./attribute.js";
import type { ReplicaContext } from "./context.js";
import type { Description, MessageType } from "./description.js";
import type { DurableState, Effect } from "./effect.js";
import type { Event } from "./event.js";
import type { Explorable } from "./explorable.js";
import type { NodeId, ReplicaId, Round } from "./ids.js";
import type { LedgerEntry } from "./ledger.js";
import type { Property } from "./property.js";
import type { Wording } from "./wording.js";

/**
 * A consensus protocol as a deterministic state machine: no clock, no I/O, no randomness. The
 * first five members are all that one must write; of the others each says what is lost without it.
 */
export interface Protocol<State extends object, Message extends object> {
  readonly name: string;
  /** What it sends, in the order of a round. */
  readonly messageTypes: readonly MessageType[];
  init(context: ReplicaContext): State;
  /**
   * Applies one event to `state`, which it may change (a plain object or an immer draft), and
   * returns what to do, in order. Throws only {@link InvariantViolation}: a peer's bad message is
   * a `refused` effect.
   */
  handle(state: State, event: Event<Message>, context: ReplicaContext): readonly Effect<Message>[];
  /** What a judge may know of a message. */
  describe(message: Message): Description;
  /** What it claims beyond safety. What is left out is not judged. */
  readonly promises?: Promises;
  /** What is judged, in the order of reports. Absent: the universal properties and its promises. */
  readonly properties?: readonly Property<unknown>[];
  /** How many distinct signers a certificate needs; ⌊(n+f)/2⌋+1 if absent. Judges count by it. */
  quorum?(replicas: number, faulty: number): number;
  /** Who leads a round, as far as this replica knows. Absent: a cluster's report has no leaders. */
  leaderOf?(state: State, round: Round, context: ReplicaContext): ReplicaId;
  /**
   * A text that changes exactly when an event changes the state. A host compares such texts to
   * prove that a run has stalled. Absent: the whole state, which must be plain data then, and is
   * slower.
   */
  progress?(state: State): string;
  /** How traces speak of its messages and timers. Absent: by type, block and round. */
  readonly wording?: Wording<Message>;
  /** What lets many runs be explored as one. Absent: whole spaces cannot be explored. */
  readonly exploration?: Explorable<State, Message>;
  /** What a fault may set in a replica, by name. Absent: a cluster cannot corrupt it. */
  readonly attributes?: ReadonlyMap<string, Attribute<State>>;
  /** Absent: a replica cannot be restarted. */
  readonly durability?: Durability<State>;
}

/** A protocol whose states and messages only itself looks into. */
export type AnyProtocol = Protocol<object, object>;

/** What a protocol claims beyond safety. */
export interface Promises {
  /** How many stabilisation rounds it needs to commit again once the network heals. */
  readonly recoversIn?: number;
  /** Rounds with so many honest leaders in a row commit the first's block within so many Δ. */
  readonly commitsWithin?: { readonly deltas: number; readonly honestLeaders: number };
  /** Nobody leaves a round without having heard a quorum of its votes, or of its timeouts. */
  readonly leavesByQuorum?: boolean;
}

/** How a replica's state gets onto a disk, as lines of text, and back. */
export interface Durability<State extends object> {
  encodeState(durable: DurableState): string;
  encodeEntry(entry: LedgerEntry): string;
  /**
   * Reads a ledger, oldest entry first, and verifies it like any peer's word.
   * @throws {StorageError} when a line is not what this replica wrote.
   */
  decodeLedger(lines: readonly string[], context: ReplicaContext): readonly LedgerEntry[];
  /**
   * The state of a replica that left this behind: an encoded durable state (null when it never
   * persisted any) and its ledger, which `context.ledger` holds too. To go on with a `start`
   * event. It votes and proposes in no round in which it may have done so.
   * @throws {StorageError} when the text is not what this replica wrote.
   */
  restore(durable: string | null, ledger: readonly LedgerEntry[], context: ReplicaContext): State;
}

/** What was read back from a disk is damaged. */
export class StorageError extends Error {
  /** The line of the ledger, from 1; null when the durable state is damaged. */
  readonly line: number | null;
  /** Whose disk it was, as far as that is known. */
  readonly node: NodeId | null;

  constructor(because: string, line: number | null, node: NodeId | null = null) {
    super(because);
    this.name = "StorageError";
    this.line = line;
    this.node = node;
  }
}
