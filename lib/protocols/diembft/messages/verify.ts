/**
 * Stateless verification: a message passes if its signatures and certificates are valid and it
 * proves that its round was entered (end of 3.3). Any other message is refused with a reason. The
 * stateful rules accept only verified messages.
 */
import { unreachable } from "../../../protocol/assert.js";
import { requestDigest } from "../../../protocol/host/client.js";
import { follows } from "../../../protocol/ids.js";
import type { Round } from "../../../protocol/ids.js";
import type { Block } from "./block.js";
import type { QC, TC } from "./certificates.js";
import * as digests from "./digests.js";
import type {
  DiemMessage,
  ProposalMsg,
  SyncRequest,
  SyncResponse,
  TimeoutMsg,
  VoteMsg,
} from "./messages.js";
import { refuseCertificate, refuseSignature, remembered } from "./verify-certificates.js";
import type { VerificationContext, Refusal } from "./verify-certificates.js";

declare const verified: unique symbol;
/** A message that passed stateless verification. */
export type Verified<M> = M & { readonly [verified]: true };

/** Lets a message through or says why not. O(signatures) once per message, then O(1). */
export function verifyMessage<M extends DiemMessage>(
  verification: VerificationContext,
  message: M,
): Verified<M> | Refusal {
  return refuseMessage(verification, message) ?? (message as Verified<M>);
}

function refuseMessage(verification: VerificationContext, message: DiemMessage): Refusal | null {
  switch (message.kind) {
    case "proposal":
      return remembered(verification, message.memoSlot, message, refuseProposal);
    case "vote":
      return remembered(verification, message.memoSlot, message, refuseVote);
    case "timeout":
      return remembered(verification, message.memoSlot, message, refuseTimeout);
    case "sync-request":
      return remembered(verification, message.memoSlot, message, refuseSyncRequest);
    case "sync-response":
      return remembered(verification, message.memoSlot, message, refuseSyncResponse);
    default:
      return unreachable(message);
  }
}

function refuseProposal(verification: VerificationContext, proposal: ProposalMsg): Refusal | null {
  const { block, sender: signer, signature } = proposal;
  return (
    refuseBlock(verification, block) ??
    refuseSignature(verification, { signer, signature }, digests.digestOf(block)) ??
    refuseCertificate(verification, proposal.highCommitQc) ??
    refuseEntrance(verification, block.round, block.qc, proposal.lastRoundTc)
  );
}

function refuseVote(verification: VerificationContext, vote: VoteMsg): Refusal | null {
  const { voteInfo, ledgerCommitInfo, sender: signer, signature } = vote;
  if (digests.voteInfoDigest(verification.context, voteInfo) !== ledgerCommitInfo.voteInfoHash) {
    return "vote-info-is-not-what-was-signed";
  }
  if (voteInfo.round <= voteInfo.parentRound) return "round-not-above-its-qc";
  const digest = digests.ledgerCommitInfoDigest(verification.context, ledgerCommitInfo);
  return (
    refuseSignature(verification, { signer, signature }, digest) ??
    refuseCertificate(verification, vote.highCommitQc)
  );
}

function refuseTimeout(verification: VerificationContext, message: TimeoutMsg): Refusal | null {
  const { round, highQc, sender: signer, signature } = message.tmoInfo;
  const digest = digests.timeoutInfoDigest(verification.context, message.tmoInfo);
  return (
    refuseSignature(verification, { signer, signature }, digest) ??
    refuseCertificate(verification, highQc) ??
    refuseCertificate(verification, message.highCommitQc) ??
    refuseEntrance(verification, round, highQc, message.lastRoundTc)
  );
}

function refuseSyncRequest(
  verification: VerificationContext,
  request: SyncRequest,
): Refusal | null {
  const digest = digests.syncRequestDigest(verification.context.crypto, request);
  const signed = { signer: request.sender, signature: request.signature };
  return (
    refuseSignature(verification, signed, digest) ?? refuseCertificate(verification, request.wanted)
  );
}

function refuseSyncResponse(
  verification: VerificationContext,
  response: SyncResponse,
): Refusal | null {
  const digest = digests.syncResponseDigest(verification.context.crypto, response);
  const signed = { signer: response.sender, signature: response.signature };
  return refuseSignature(verification, signed, digest) ?? refuseChain(verification, response);
}

/** A chain links when each block's QC certifies the one before and the last is the one wanted. */
function refuseChain(
  verification: VerificationContext,
  { chain, wanted }: SyncResponse,
): Refusal | null {
  let previous: Block | undefined;
  for (const block of chain) {
    if (previous !== undefined && block.parentId !== previous.id) return "chain-does-not-link";
    const refusal = refuseBlock(verification, block);
    if (refusal !== null) return refusal;
    previous = block;
  }
  return previous?.id === wanted ? null : "chain-does-not-link";
}

/** Why a block cannot stand in any chain; null when it can. */
export function refuseBlock(verification: VerificationContext, block: Block): Refusal | null {
  return remembered(verification, block.memoSlot, block, computeBlockRefusal);
}

function computeBlockRefusal(verification: VerificationContext, block: Block): Refusal | null {
  const { validators } = verification.context;
  if (validators.indexOf(block.author) === undefined) return "signer-unknown";
  if (block.round <= block.qc.round) return "round-not-above-its-qc";
  if (digests.digestOfBlock(verification.context, block) !== block.id) {
    return "block-id-is-not-its-digest";
  }
  return refuseCertificate(verification, block.qc) ?? refuseRequests(verification, block);
}

/** Unless payloads are scripted, a block holds what clients signed and nothing else. */
function refuseRequests({ context }: VerificationContext, block: Block): Refusal | null {
  if (context.transactions !== undefined) return null;
  const { crypto } = context;
  for (const request of block.requests) {
    if (request === null) return "transaction-is-not-a-request";
    if (!crypto.verify(request.client, requestDigest(crypto, request), request.signature)) {
      return "request-signature-invalid";
    }
  }
  return null;
}

/** Well-formed: a QC or a TC of the round before proves that the round was entered. */
function refuseEntrance(
  verification: VerificationContext,
  round: Round,
  qc: QC,
  tc: TC | null,
): Refusal | null {
  if (round <= qc.round) return "round-not-above-its-qc";
  const refusal = tc === null ? null : refuseCertificate(verification, tc);
  if (refusal !== null) return refusal;
  const proven = follows(round, qc.round) || (tc !== null && follows(round, tc.round));
  return proven ? null : "no-proof-that-the-round-was-entered";
}
