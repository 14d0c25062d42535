/** The replies of a replica to clients. */
import { CommittedReply, RejectedReply, replyDigest } from "../../../protocol/host/client.js";
import type { ClientRequest } from "../../../protocol/host/client.js";
import type { StateId } from "../../../protocol/ids.js";
import type { Replica } from "../replica.js";

/** The request is committed, with this state after its block. */
export function answer(replica: Replica, request: ClientRequest, stateId: StateId): void {
  const { context, effects } = replica;
  const { client, sequence, id } = request;
  const content = { replica: context.self, client, sequence, id, stateId };
  const signature = context.signer.sign(replyDigest(context.crypto, content));
  const reply = new CommittedReply({ ...content, signature });
  effects.push({ kind: "reply", to: client, reply });
}

/** The request will not be ordered. */
export function reject(replica: Replica, request: ClientRequest, because: string): void {
  const { client, sequence, id } = request;
  const replicaId = replica.context.self;
  const reply = new RejectedReply({ replica: replicaId, client, sequence, id, because });
  replica.effects.push({ kind: "reply", to: client, reply });
}
