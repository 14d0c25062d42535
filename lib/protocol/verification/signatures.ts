/** Checks of signatures of replicas, alone and of a quorum. Reasons are for people. */
import type { ReplicaContext } from "../host/context.js";
import type { Digest, ReplicaId, Signature } from "../ids.js";
import { isRecord, isText } from "./shapes.js";

/** A signature, and who says that it is its own. */
export interface SenderSignature {
  readonly sender: ReplicaId;
  readonly signature: Signature;
}

/** A replica's own signature over this digest. */
export const ownSignature = (
  digest: Digest,
  { self: sender, signer }: Pick<ReplicaContext, "self" | "signer">,
): SenderSignature => ({ sender, signature: signer.sign(digest) });

/** The part of a context with which signatures are verified. */
export type Keys = Pick<ReplicaContext, "crypto" | "validators">;

/** Whether a value has a sender and a signature, be they right or wrong. */
export const isSigned = (value: unknown): value is SenderSignature =>
  isRecord(value) && isText(value["sender"]) && isText(value["signature"]);

/** Why a signature is not that of a validator over this digest; null if it is. */
export function whyUnsigned(
  { sender, signature }: SenderSignature,
  digest: Digest,
  { crypto, validators }: Keys,
): string | null {
  if (validators.indexOf(sender) === undefined) return "signed by a stranger";
  return crypto.verify(sender, digest, signature) ? null : "wrong signature";
}

/** Why signatures are not of so many distinct validators over one digest; null if they are. */
export function whyNoQuorum(
  signatures: readonly SenderSignature[],
  digest: Digest,
  needed: number,
  keys: Keys,
): string | null {
  const signers = new Set(signatures.map(({ sender }) => sender));
  if (signers.size !== signatures.length) return "signed by a replica twice";
  if (signers.size < needed) return "signed by too few";
  return firstReason(signatures, (each) => whyUnsigned(each, digest, keys));
}

/** The first reason that is found against one of the items; null if there is none. */
export function firstReason<Item>(
  items: readonly Item[],
  find: (item: Item) => string | null,
): string | null {
  for (const item of items) {
    const because = find(item);
    if (because !== null) return because;
  }
  return null;
}
