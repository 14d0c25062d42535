import type { ReplicaContext } from "./context.js";
import type { Description } from "./description.js";
import type { Effect } from "./effect.js";
import type { Event } from "./event.js";
import type { Explorable } from "./explorable.js";
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
  /** What lets many runs be explored as one; left out by a protocol that cannot be. */
  readonly exploration?: Explorable<State, Message>;
}
