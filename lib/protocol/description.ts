/** The public view of a message: its type, statements and certificates. */
import type { BlockId, ReplicaId, Round } from "./ids.js";

/**
 * What binds its signer: in one slot an honest replica signs one value. The slot is the protocol's
 * own word for what is decided there, round included (`vote 5`, `prevote 3/2`); null is nil, or a
 * timeout.
 */
export interface Statement {
  readonly slot: string;
  readonly value: BlockId | null;
}

/** A quorum's statement, as it stands: nobody has checked it. Two of one slot have one value. */
export interface Certificate extends Statement {
  /** The protocol's word for it; `certificate` when left out. Up to three letters: an acronym. */
  readonly kind?: string;
  readonly round: Round;
  readonly signers: readonly ReplicaId[];
  /** The parent of the block that it certifies, where it tells. */
  readonly parent?: BlockId;
  readonly parentRound?: Round;
  /** What else a trace should show of it: plain data. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What a message tells of a block that it proposes or votes for: it gives it a place. */
export interface BlockHeader {
  readonly id: BlockId;
  readonly parent: BlockId;
  readonly round: Round;
  /** The parent's round, where the protocol has it in the block. 0 marks a child of genesis. */
  readonly parentRound?: Round;
}

/** A message as everybody may know it: made once per message, and shared. */
export interface Description {
  /** One of the protocol's {@link MessageType}s. */
  readonly type: string;
  /** The round whose configuration governs the message. */
  readonly round: Round;
  readonly sender: ReplicaId;
  readonly block?: BlockHeader;
  readonly signs?: readonly Statement[];
  readonly shows?: readonly Certificate[];
}

/** What a message is for, as far as a network and a judge need to know. */
export type MessageRole =
  /** Opens a round: that of the round after the last one is still delivered. */
  | "proposal"
  /** Forms certificates of values: who hears no quorum of them sees none. */
  | "vote"
  /** Gives up a round: who hears no quorum of them stays; it may be sent again and again. */
  | "timeout"
  /** Asks for what was missed: it is delivered in whatever round. */
  | "request"
  /** Brings what was asked for: it is delivered in whatever round. */
  | "response";

/** A type of message that a protocol sends. */
export interface MessageType {
  readonly type: string;
  /** The phase of a round to which it belongs; drops may name it and mean all its types. */
  readonly phase?: string;
  readonly role?: MessageRole;
}

/** A statement of one slot. */
export const statement = (slot: string, value: BlockId | null): Statement => ({ slot, value });

/** How many rounds have their slots ready, so that describing a message builds no text. */
const READY_ROUNDS = 256;

/** The slots of one kind: `slotsOf("vote")(5)` is `vote 5`. Makes the first few hundred at once. */
export function slotsOf(kind: string): (round: Round) => string {
  const ready: readonly string[] = Array.from({ length: READY_ROUNDS }, (_, r) => `${kind} ${r}`);
  return (round) => ready[round] ?? `${kind} ${round}`;
}
