/**
 * The stateless door: a message passes when its signatures and certificates are valid and it proves
 * that its round was entered (end of 3.3). Whatever fails is refused with a reason; the stateful
 * rules accept only what passed.
 */
import { unreachable } from "../../protocol/assert.js";
import { requestDigest } from "../../protocol/client.js";
import { follows } from "../../protocol/ids.js";
import type { Round } from "../../protocol/ids.js";
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
import type { Door, Refusal } from "./verify-certificates.js";

declare const verified: unique symbol;
/** A message that passed the stateless door. */
export type Verified<M> = M & { readonly [verified]: true };

/** Lets a message through or says why not. O(signatures) once per message, then O(1). */
export function admit<M extends DiemMessage>(door: Door, message: M): Verified<M> | Refusal {
  const refusal = remembered(door, message, refuseMessage);
  return refusal ?? (message as Verified<M>);
}

function refuseMessage(door: Door, message: DiemMessage): Refusal | null {
  switch (message.kind) {
    case "proposal":
      return refuseProposal(door, message);
    case "vote":
      return refuseVote(door, message);
    case "timeout":
      return refuseTimeout(door, message);
    case "sync-request":
      return refuseSyncRequest(door, message);
    case "sync-response":
      return refuseSyncResponse(door, message);
    default:
      return unreachable(message);
  }
}

function refuseProposal(door: Door, proposal: ProposalMsg): Refusal | null {
  const { block, sender: signer, signature } = proposal;
  return (
    refuseBlock(door, block) ??
    refuseSignature(door, { signer, signature }, digests.digestOf(block)) ??
    refuseCertificate(door, proposal.highCommitQc) ??
    refuseEntrance(door, block.round, block.qc, proposal.lastRoundTc)
  );
}

function refuseVote(door: Door, vote: VoteMsg): Refusal | null {
  const { voteInfo, ledgerCommitInfo, sender: signer, signature } = vote;
  if (digests.voteInfoDigest(door.context, voteInfo) !== ledgerCommitInfo.voteInfoHash) {
    return "vote-info-is-not-what-was-signed";
  }
  if (voteInfo.round <= voteInfo.parentRound) return "round-not-above-its-qc";
  const digest = digests.ledgerCommitInfoDigest(door.context, ledgerCommitInfo);
  return (
    refuseSignature(door, { signer, signature }, digest) ??
    refuseCertificate(door, vote.highCommitQc)
  );
}

function refuseTimeout(door: Door, message: TimeoutMsg): Refusal | null {
  const { round, highQc, sender: signer, signature } = message.tmoInfo;
  const digest = digests.timeoutDigest(door.context.crypto, round, highQc.round);
  return (
    refuseSignature(door, { signer, signature }, digest) ??
    refuseCertificate(door, highQc) ??
    refuseCertificate(door, message.highCommitQc) ??
    refuseEntrance(door, round, highQc, message.lastRoundTc)
  );
}

function refuseSyncRequest(door: Door, request: SyncRequest): Refusal | null {
  const digest = digests.syncRequestDigest(door.context.crypto, request);
  const signed = { signer: request.sender, signature: request.signature };
  return refuseSignature(door, signed, digest) ?? refuseCertificate(door, request.wanted);
}

function refuseSyncResponse(door: Door, response: SyncResponse): Refusal | null {
  const digest = digests.syncResponseDigest(door.context.crypto, response);
  const signed = { signer: response.sender, signature: response.signature };
  return refuseSignature(door, signed, digest) ?? refuseChain(door, response);
}

/** A chain links when each block's QC certifies the one before and the last is the one wanted. */
function refuseChain(door: Door, { chain, wanted }: SyncResponse): Refusal | null {
  let previous: Block | undefined;
  for (const block of chain) {
    if (previous !== undefined && block.parentId !== previous.id) return "chain-does-not-link";
    const refusal = refuseBlock(door, block);
    if (refusal !== null) return refusal;
    previous = block;
  }
  return previous?.id === wanted ? null : "chain-does-not-link";
}

/** Why a block cannot stand in any chain; null when it can. */
export function refuseBlock(door: Door, block: Block): Refusal | null {
  return remembered(door, block, computeBlockRefusal);
}

function computeBlockRefusal(door: Door, block: Block): Refusal | null {
  const { validators } = door.context;
  if (validators.indexOf(block.author) === undefined) return "signer-unknown";
  if (block.round <= block.qc.round) return "round-not-above-its-qc";
  if (digests.blockDigest(door.context, block) !== block.id) return "block-id-is-not-its-digest";
  return refuseCertificate(door, block.qc) ?? refuseRequests(door, block);
}

/** Unless payloads are scripted, a block holds what clients signed and nothing else. */
function refuseRequests({ context }: Door, block: Block): Refusal | null {
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
function refuseEntrance(door: Door, round: Round, qc: QC, tc: TC | null): Refusal | null {
  if (round <= qc.round) return "round-not-above-its-qc";
  const refusal = tc === null ? null : refuseCertificate(door, tc);
  if (refusal !== null) return refusal;
  const proven = follows(round, qc.round) || (tc !== null && follows(round, tc.round));
  return proven ? null : "no-proof-that-the-round-was-entered";
}
