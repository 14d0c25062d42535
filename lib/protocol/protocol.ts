import type { Attribute } from "./attribute.js";
import type { ReplicaContext } from "./context.js";
import type { Description } from "./description.js";
import type { DurableState, Effect } from "./effect.js";
import type { Event } from "./event.js";
import type { Exploration } from "./explorable.js";
import type { NodeId, ReplicaId, Round } from "./ids.js";
import type { LedgerEntry } from "./ledger.js";
import type { ProtocolMessage } from "./message.js";

/** A consensus protocol as a deterministic state machine: no clock, no I/O, no randomness. */
export interface Protocol<State extends object, Message extends ProtocolMessage> {
  readonly name: string;
  init(context: ReplicaContext): State;
  /**
   * Applies one event to `state`, which it may change (a plain object or an immer draft), and
   * returns what to do, in order. Throws only {@link InvariantViolation}: a peer's bad message is
   * a `refused` effect.
   */
  handle(state: State, event: Event<Message>, context: ReplicaContext): Effect<Message>[];
  /** What a judge may know of a message. */
  describe(message: Message): Description;
  /**
   * A measure that differs between two moments of one state's life exactly if an event between
   * them changed the state. It lets a host prove that a run has stalled.
   */
  progress(state: State): string;
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
  /** What a fault may set in a replica, by name. */
  readonly attributes?: ReadonlyMap<string, Attribute<State>>;
  /** Absent where a replica cannot be restarted. */
  readonly durability?: Durability<State>;
  /** Who leads a round, as far as this replica knows now. Absent where rounds have no leaders. */
  leaderOf?(state: State, round: Round, context: ReplicaContext): ReplicaId;
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
