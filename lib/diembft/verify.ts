/**
 * The stateless door: what was signed, by whom, by how many distinct validators, and whether the
 * message proves that its round was entered (end of 3.3). Whatever fails is refused with a reason;
 * the stateful rules accept only what passed.
 */
import type { ReplicaContext } from "../protocol/context.js";
import { follows, GENESIS_ROUND } from "../protocol/ids.js";
import type { Digest, Round } from "../protocol/ids.js";
import { unreachable } from "../protocol/assert.js";
import type { Block } from "./block.js";
import type { QC, Signed, TC } from "./certificates.js";
import * as digests from "./digests.js";
import type {
  DiemMessage,
  ProposalMsg,
  SyncRequest,
  SyncResponse,
  TimeoutMsg,
  VoteMsg,
} from "./messages.js";
import type { Genesis } from "./genesis.js";
import type { Rules } from "./rules.js";

declare const verified: unique symbol;
/** A message that passed the stateless door. */
export type Verified<M> = M & { readonly [verified]: true };

/** Why a message or certificate is refused. */
export type Refusal =
  | "block-id-is-not-its-digest"
  | "chain-does-not-link"
  | "duplicate-signer"
  | "genesis-certificate-differs"
  | "no-proof-that-the-round-was-entered"
  | "reports-do-not-match-signatures"
  | "round-not-above-its-qc"
  | "signature-invalid"
  | "signer-unknown"
  | "too-few-signers"
  | "unsealed"
  | "vote-info-is-not-what-was-signed";

/** What verification depends on; equal for all replicas of a run, so that they share the memo. */
export interface Door {
  readonly context: Pick<ReplicaContext, "crypto" | "validators" | "memo">;
  readonly rules: Pick<Rules, "qcQuorum" | "tcQuorum">;
  readonly genesis: Genesis;
}

const PASSED = "passed";

/** Lets a message through or says why not. O(signatures) once per message, then O(1). */
export function admit<M extends DiemMessage>(door: Door, message: M): Verified<M> | Refusal {
  const refusal = remembered(door, message, refuseMessage);
  return refusal ?? (message as Verified<M>);
}

/** Why a QC is no proof that a quorum voted for its block; null when it is one. */
export const refuseQc = (door: Door, qc: QC): Refusal | null =>
  remembered(door, qc, computeQcRefusal);

/** Why a TC is no proof that a quorum gave up its round; null when it is one. */
export const refuseTc = (door: Door, tc: TC): Refusal | null =>
  remembered(door, tc, computeTcRefusal);

function remembered<T extends object>(
  door: Door,
  value: T,
  compute: (door: Door, value: T) => Refusal | null,
): Refusal | null {
  const { memo } = door.context;
  const known = memo.get(value);
  if (known !== undefined) return known === PASSED ? null : (known as Refusal);
  const refusal = compute(door, value);
  memo.set(value, refusal ?? PASSED);
  return refusal;
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

function refuseProposal(door: Door, { block, lastRoundTc, ...rest }: ProposalMsg): Refusal | null {
  return (
    refuseBlock(door, block) ??
    refuseSignature(
      door,
      { signer: rest.sender, signature: rest.signature },
      digests.digestOf(block),
    ) ??
    refuseQc(door, rest.highCommitQc) ??
    refuseEntrance(door, block.round, block.qc, lastRoundTc)
  );
}

function refuseVote(door: Door, vote: VoteMsg): Refusal | null {
  const { crypto } = door.context;
  const { voteInfo, ledgerCommitInfo, sender: signer, signature } = vote;
  if (digests.voteInfoDigest(crypto, voteInfo) !== ledgerCommitInfo.voteInfoHash) {
    return "vote-info-is-not-what-was-signed";
  }
  if (voteInfo.round <= voteInfo.parentRound) return "round-not-above-its-qc";
  const digest = digests.ledgerCommitInfoDigest(crypto, ledgerCommitInfo);
  return refuseSignature(door, { signer, signature }, digest) ?? refuseQc(door, vote.highCommitQc);
}

function refuseTimeout(door: Door, message: TimeoutMsg): Refusal | null {
  const { round, highQc, sender: signer, signature } = message.tmoInfo;
  const digest = digests.timeoutDigest(door.context.crypto, round, highQc.round);
  return (
    refuseSignature(door, { signer, signature }, digest) ??
    refuseQc(door, highQc) ??
    refuseQc(door, message.highCommitQc) ??
    refuseEntrance(door, round, highQc, message.lastRoundTc)
  );
}

function refuseSyncRequest(door: Door, request: SyncRequest): Refusal | null {
  const digest = digests.syncRequestDigest(door.context.crypto, request);
  const signed = { signer: request.sender, signature: request.signature };
  return refuseSignature(door, signed, digest) ?? refuseQc(door, request.wanted);
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

function refuseBlock(door: Door, block: Block): Refusal | null {
  return remembered(door, block, computeBlockRefusal);
}

function computeBlockRefusal(door: Door, block: Block): Refusal | null {
  const { crypto, validators } = door.context;
  if (validators.indexOf(block.author) === undefined) return "signer-unknown";
  if (block.round <= block.qc.round) return "round-not-above-its-qc";
  if (digests.blockDigest(crypto, block) !== block.id) return "block-id-is-not-its-digest";
  return refuseQc(door, block.qc);
}

/** Well-formed: a QC or a TC of the round before proves that the round was entered. */
function refuseEntrance(door: Door, round: Round, qc: QC, tc: TC | null): Refusal | null {
  if (round <= qc.round) return "round-not-above-its-qc";
  const refusal = tc === null ? null : refuseTc(door, tc);
  if (refusal !== null) return refusal;
  const proven = follows(round, qc.round) || (tc !== null && follows(round, tc.round));
  return proven ? null : "no-proof-that-the-round-was-entered";
}

function computeQcRefusal(door: Door, qc: QC): Refusal | null {
  const { crypto, validators } = door.context;
  if (qc.round === GENESIS_ROUND) return refuseGenesisQc(door, qc);
  if (digests.voteInfoDigest(crypto, qc.voteInfo) !== qc.ledgerCommitInfo.voteInfoHash) {
    return "vote-info-is-not-what-was-signed";
  }
  const digest = digests.ledgerCommitInfoDigest(crypto, qc.ledgerCommitInfo);
  if (qc.seal === null) return "unsealed";
  return (
    refuseSigners(qc.signatures, door.rules.qcQuorum(validators)) ??
    firstRefusal(qc.signatures, (signed) => refuseSignature(door, signed, digest)) ??
    refuseSignature(door, qc.seal, digests.signaturesDigest(crypto, qc.signatures))
  );
}

/** DEVIATION: the genesis certificate has no signatures and is accepted by equality only. */
function refuseGenesisQc({ context, genesis }: Door, { voteInfo, ledgerCommitInfo, ...qc }: QC) {
  const same =
    digests.voteInfoDigest(context.crypto, voteInfo) === ledgerCommitInfo.voteInfoHash &&
    ledgerCommitInfo.voteInfoHash === genesis.qc.ledgerCommitInfo.voteInfoHash &&
    ledgerCommitInfo.commitStateId === null &&
    qc.signatures.length === 0;
  return same ? null : "genesis-certificate-differs";
}

function computeTcRefusal(door: Door, tc: TC): Refusal | null {
  const { crypto, validators } = door.context;
  if (tc.tmoHighQcRounds.length !== tc.tmoSignatures.length) {
    return "reports-do-not-match-signatures";
  }
  return (
    refuseSigners(tc.tmoSignatures, door.rules.tcQuorum(validators)) ??
    firstRefusal(tc.tmoSignatures, (signed, i) => {
      const highQcRound = tc.tmoHighQcRounds[i] ?? GENESIS_ROUND;
      return refuseSignature(door, signed, digests.timeoutDigest(crypto, tc.round, highQcRound));
    })
  );
}

function refuseSigners(signatures: readonly Signed[], quorum: number): Refusal | null {
  const distinct = new Set(signatures.map(({ signer }) => signer)).size;
  if (distinct !== signatures.length) return "duplicate-signer";
  return distinct < quorum ? "too-few-signers" : null;
}

function refuseSignature({ context }: Door, signed: Signed, digest: Digest): Refusal | null {
  if (context.validators.indexOf(signed.signer) === undefined) return "signer-unknown";
  const { signer, signature } = signed;
  return context.crypto.verify(signer, digest, signature) ? null : "signature-invalid";
}

function firstRefusal<T>(
  items: readonly T[],
  refuse: (item: T, index: number) => Refusal | null,
): Refusal | null {
  for (const [index, item] of items.entries()) {
    const refusal = refuse(item, index);
    if (refusal !== null) return refusal;
  }
  return null;
}
