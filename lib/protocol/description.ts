/** The public view of a message: its type, statements and certificates. */
import type { BlockId, ReplicaId, Round } from "./ids.js";

/**
 * What binds its signer: in one slot an honest replica signs one value. The slot is the protocol's
 * own word for what is decided there, round included (`vote 5`, `prevote 3/2`); null is nil, or a
 * timeout.
 */
export interface Statement {
  /** What is decided, and in which round. */
  readonly slot: string;
  /** What is signed for; null is nil, or a timeout. */
  readonly value: BlockId | null;
}

/** A statement of a quorum, not verified. Certificates of one slot must have the same value. */
export interface Certificate extends Statement {
  /** The protocol's name of the kind; default: `certificate`. Up to three letters: an acronym. */
  readonly kind?: string;
  readonly round: Round;
  /** Whoever it names as a signer, in its order; a name may come twice. */
  readonly signers: readonly ReplicaId[];
  /** The parent of the certified block, if the certificate contains it. */
  readonly parent?: BlockId;
  readonly parentRound?: Round;
  /** Further data for traces: plain data. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The position of a block in the tree, from a message that proposes or votes for it. */
export interface BlockHeader {
  readonly id: BlockId;
  readonly parent: BlockId;
  readonly round: Round;
  /** The round of the parent, if the block contains it. 0: the parent is genesis. */
  readonly parentRound?: Round;
}

/** The public view of a message, made once per message and shared. */
export interface Description {
  /** One of the protocol's {@link MessageType}s. */
  readonly type: string;
  /** The round whose configuration governs the message. */
  readonly round: Round;
  /** The replica that the message names as its sender. */
  readonly sender: ReplicaId;
  /** The block that it proposes or votes for. */
  readonly block?: BlockHeader;
  /** What its sender signs with it. */
  readonly signs?: readonly Statement[];
  /** The certificates in it, its block's included. */
  readonly shows?: readonly Certificate[];
}

/** The role of a message for networks and judges. */
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

/** A type of message of a protocol. */
export interface MessageType {
  /** The protocol's word for it, as drops and traces have it. */
  readonly type: string;
  /** The phase of a round; a drop of a phase applies to all of its types. */
  readonly phase?: string;
  /** Absent: partitions and drops apply as to a vote, and no quorum is counted. */
  readonly role?: MessageRole;
}

/** A statement of one slot. */
export const statement = (slot: string, value: BlockId | null): Statement => ({ slot, value });

/** Number of rounds whose slots are precomputed, so that describing a message builds no text. */
const READY_ROUNDS = 256;

/** The slots of one kind: `slotsOf("vote")(5)` is `vote 5`. Makes the first few hundred at once. */
export function slotsOf(kind: string): (round: Round) => string {
  const ready: readonly string[] = Array.from({ length: READY_ROUNDS }, (_, r) => `${kind} ${r}`);
  return (round) => ready[round] ?? `${kind} ${round}`;
}
