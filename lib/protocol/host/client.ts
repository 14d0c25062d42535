/** Requests and replies between clients and replicas of any protocol. */
import type { Hasher } from "../crypto.js";
import type { ClientId, Digest, ReplicaId, Signature, StateId, Transaction } from "../ids.js";

/** What a client asks to be ordered and executed. */
export class ClientRequest {
  readonly client: ClientId;
  /** From 1, without gaps. A client never uses a number for two commands. */
  readonly sequence: number;
  /** What is to be executed, opaque to consensus. */
  readonly command: string;
  /** The client's name for the request: the same when it is sent again. */
  readonly id: string;
  /** Over all of the above. */
  readonly signature: Signature;

  constructor(content: Readonly<ClientRequest>) {
    this.client = content.client;
    this.sequence = content.sequence;
    this.command = content.command;
    this.id = content.id;
    this.signature = content.signature;
  }
}

/**
 * What a client signs. Over JSON, which escapes what is not well-formed Unicode: a client may send
 * anything.
 */
export const requestDigest = (
  hasher: Hasher,
  { client, sequence, command, id }: Omit<ClientRequest, "signature">,
): Digest => hasher.hash("request", [JSON.stringify([client, sequence, command, id])]);

/** A request as consensus orders it. Equal requests give equal transactions, others do not. */
export const transactionOf = (request: ClientRequest): Transaction =>
  JSON.stringify([
    request.client,
    request.sequence,
    request.command,
    request.id,
    request.signature,
  ]);

/** The request that a transaction encodes; null when it is not the encoding of one. */
export function requestOf(transaction: Transaction): ClientRequest | null {
  const [client, sequence, command, id, signature] = listIn(transaction);
  if (typeof client !== "string" || typeof command !== "string" || typeof id !== "string") {
    return null;
  }
  if (typeof signature !== "string" || !isSequence(sequence)) return null;
  const request = new ClientRequest({
    client: client as ClientId,
    sequence,
    command,
    id,
    signature: signature as Signature,
  });
  return transactionOf(request) === transaction ? request : null;
}

/** Whether a value can be the number of a request: a whole number from 1. */
export const isSequence = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 1;

function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** The request is committed: the state after its block, signed. */
export class CommittedReply {
  readonly kind = "committed";
  readonly replica: ReplicaId;
  readonly client: ClientId;
  /** The request's. */
  readonly sequence: number;
  /** The request's. */
  readonly id: string;
  /** The state after the block that holds the request. */
  readonly stateId: StateId;
  /** Over all of the above. */
  readonly signature: Signature;

  constructor(content: Omit<CommittedReply, "kind">) {
    this.replica = content.replica;
    this.client = content.client;
    this.sequence = content.sequence;
    this.id = content.id;
    this.stateId = content.stateId;
    this.signature = content.signature;
  }
}

/** What a replica signs when it replies that a request is committed. */
export const replyDigest = (
  hasher: Hasher,
  { replica, client, sequence, id, stateId }: Omit<CommittedReply, "kind" | "signature">,
): Digest => hasher.hash("reply", [replica, JSON.stringify([client, sequence, id]), stateId]);

/** The replica will not order the request; unsigned, since a client believes no single replica. */
export class RejectedReply {
  readonly kind = "rejected";
  readonly replica: ReplicaId;
  readonly client: ClientId;
  readonly sequence: number;
  readonly id: string;
  /** Why not, in one or two words; clients count refusals by it. */
  readonly because: string;

  constructor(content: Omit<RejectedReply, "kind">) {
    this.replica = content.replica;
    this.client = content.client;
    this.sequence = content.sequence;
    this.id = content.id;
    this.because = content.because;
  }
}

/** What a replica says to a client about one request. */
export type ClientReply = CommittedReply | RejectedReply;
