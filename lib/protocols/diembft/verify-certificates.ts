/**
 * Certificates at the stateless door: what was signed, by whom, by how many distinct validators.
 */
import type { ReplicaContext } from "../../protocol/context.js";
import { GENESIS_ROUND } from "../../protocol/ids.js";
import type { Digest, ReplicaId, Signature } from "../../protocol/ids.js";
import type { QC, Signed, TC } from "./certificates.js";
import * as digests from "./digests.js";
import type { Genesis } from "./genesis.js";
import type { Rules } from "./rules.js";

/** Why a message or certificate is refused. */
export type Refusal =
  | "block-id-is-not-its-digest"
  | "chain-does-not-link"
  | "duplicate-signer"
  | "genesis-certificate-differs"
  | "no-proof-that-the-round-was-entered"
  | "reports-do-not-match-signatures"
  | "request-signature-invalid"
  | "round-not-above-its-qc"
  | "signature-invalid"
  | "signer-unknown"
  | "too-few-signers"
  | "transaction-is-not-a-request"
  | "unsealed"
  | "vote-info-is-not-what-was-signed";

/** What verification depends on; equal for all replicas of a run, so that they share the memo. */
export interface Door {
  readonly context: Pick<ReplicaContext, "crypto" | "validators" | "memo" | "transactions">;
  readonly rules: Pick<Rules, "qcQuorum" | "tcQuorum" | "hasSigned" | "checkCertificate">;
  readonly genesis: Genesis;
}

const PASSED = "passed";

/** Why a certificate is refused; null when it is not. */
export const refuseCertificate = (door: Door, certificate: QC | TC): Refusal | null =>
  remembered(door, certificate, checkByRule);

const checkByRule = (door: Door, certificate: QC | TC): Refusal | null =>
  door.rules.checkCertificate(door, certificate);

/** Checks an immutable value once. */
export function remembered<T extends object>(
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

/**
 * Why a QC is no proof that a quorum voted for its block, or a TC that a quorum gave up its round;
 * null when it is one.
 */
export const checkCertificate = (door: Door, certificate: QC | TC): Refusal | null =>
  certificate.kind === "qc" ? checkQc(door, certificate) : checkTc(door, certificate);

function checkQc(door: Door, qc: QC): Refusal | null {
  const { validators } = door.context;
  if (qc.round === GENESIS_ROUND) return refuseGenesisQc(door, qc);
  if (digests.voteInfoDigest(door.context, qc.voteInfo) !== qc.ledgerCommitInfo.voteInfoHash) {
    return "vote-info-is-not-what-was-signed";
  }
  const digest = digests.ledgerCommitInfoDigest(door.context, qc.ledgerCommitInfo);
  if (qc.seal === null) return "unsealed";
  return (
    refuseSigners(door, qc.signatures, door.rules.qcQuorum(validators)) ??
    firstRefusal(qc.signatures, (signed) => refuseSignature(door, signed, digest)) ??
    refuseSignature(door, qc.seal, digests.signaturesDigest(door.context, qc.signatures))
  );
}

/** DEVIATION: the genesis certificate has no signatures and is accepted by equality only. */
function refuseGenesisQc({ context, genesis }: Door, qc: QC): Refusal | null {
  const { voteInfo, ledgerCommitInfo, signatures, seal } = qc;
  const same =
    digests.voteInfoDigest(context, voteInfo) === ledgerCommitInfo.voteInfoHash &&
    ledgerCommitInfo.voteInfoHash === genesis.qc.ledgerCommitInfo.voteInfoHash &&
    ledgerCommitInfo.commitStateId === null &&
    signatures.length === 0 &&
    seal === null;
  return same ? null : "genesis-certificate-differs";
}

function checkTc(door: Door, tc: TC): Refusal | null {
  const { crypto, validators } = door.context;
  if (tc.tmoHighQcRounds.length !== tc.tmoSignatures.length) {
    return "reports-do-not-match-signatures";
  }
  return (
    refuseSigners(door, tc.tmoSignatures, door.rules.tcQuorum(validators)) ??
    firstRefusal(tc.tmoSignatures, (signed, i) => {
      const highQcRound = tc.tmoHighQcRounds[i] ?? GENESIS_ROUND;
      return refuseSignature(door, signed, digests.timeoutDigest(crypto, tc.round, highQcRound));
    })
  );
}

/** Strangers first, so that there are never more to compare than validators. */
function refuseSigners(
  { context, rules }: Door,
  signatures: readonly Signed[],
  quorum: number,
): Refusal | null {
  const counted: Signed[] = [];
  for (const signed of signatures) {
    if (context.validators.indexOf(signed.signer) === undefined) return "signer-unknown";
    if (rules.hasSigned(counted, signed.signer)) return "duplicate-signer";
    counted.push(signed);
  }
  return counted.length < quorum ? "too-few-signers" : null;
}

/** A signature with its claimed signer. */
interface SignedBy {
  readonly signer: ReplicaId;
  readonly signature: Signature;
}

/** Why a signature does not count; null when it does. */
export function refuseSignature(
  { context }: Door,
  signed: SignedBy,
  digest: Digest,
): Refusal | null {
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
