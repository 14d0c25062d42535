/** Verifies certificates: signed content, signers, and the number of distinct validators. */
import type { ReplicaContext } from "../../../protocol/host/context.js";
import { GENESIS_ROUND } from "../../../protocol/ids.js";
import type { Digest, ReplicaId, Round, Signature } from "../../../protocol/ids.js";
import type { MemoSlot } from "../../../protocol/memos/slot-memo.js";
import type { ValidatorSet } from "../../../protocol/validators.js";
import type { QC, Signed, TC } from "./certificates.js";
import * as digests from "./digests.js";
import type { Genesis } from "./genesis.js";

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

/** The rules by which certificates count. */
export interface CertificateRules {
  /** Distinct signers that make a QC. */
  qcQuorum(validators: ValidatorSet): number;
  /** Distinct signers that make a TC. */
  tcQuorum(validators: ValidatorSet): number;
  /** Whether a signer counts already among those of a QC, or of votes for one. */
  hasSigned(signatures: readonly Signed[], signer: ReplicaId): boolean;
  /** Why a certificate proves nothing; null when it does. */
  checkCertificate(verification: VerificationContext, certificate: QC | TC): Refusal | null;
}

/** The inputs of verification; equal for all replicas of a run, so that they share the memo. */
export interface VerificationContext {
  readonly context: Pick<ReplicaContext, "crypto" | "validators" | "memo" | "transactions">;
  readonly rules: CertificateRules;
  readonly genesis: Genesis;
}

const PASSED = "passed";

/** Why a certificate is refused; null when it is not. */
export const refuseCertificate = (
  verification: VerificationContext,
  certificate: QC | TC,
): Refusal | null => remembered(verification, certificate.memoSlot, certificate, checkByRule);

const checkByRule = (verification: VerificationContext, certificate: QC | TC): Refusal | null =>
  verification.rules.checkCertificate(verification, certificate);

/**
 * Checks an immutable value once. Its slot is passed beside it: each caller knows what class the
 * value is of, which makes finding the slot fast.
 */
export function remembered<T extends object>(
  verification: VerificationContext,
  slot: MemoSlot,
  value: T,
  compute: (verification: VerificationContext, value: T) => Refusal | null,
): Refusal | null {
  const { memo } = verification.context;
  const known = memo.get(slot);
  if (known !== undefined) return known === PASSED ? null : (known as Refusal);
  const refusal = compute(verification, value);
  memo.set(slot, refusal ?? PASSED);
  return refusal;
}

/**
 * Why a QC is no proof that a quorum voted for its block, or a TC that a quorum gave up its round;
 * null when it is one.
 */
export const checkCertificate = (
  verification: VerificationContext,
  certificate: QC | TC,
): Refusal | null =>
  certificate.kind === "qc"
    ? checkQc(verification, certificate)
    : checkTc(verification, certificate);

function checkQc(verification: VerificationContext, qc: QC): Refusal | null {
  const { validators } = verification.context;
  if (qc.round === GENESIS_ROUND) return refuseGenesisQc(verification, qc);
  if (
    digests.voteInfoDigest(verification.context, qc.voteInfo) !== qc.ledgerCommitInfo.voteInfoHash
  ) {
    return "vote-info-is-not-what-was-signed";
  }
  const digest = digests.ledgerCommitInfoDigest(verification.context, qc.ledgerCommitInfo);
  if (qc.seal === null) return "unsealed";
  return (
    refuseSigners(verification, qc.signatures, verification.rules.qcQuorum(validators)) ??
    refuseAny(verification, qc.signatures, digest) ??
    refuseSignature(verification, qc.seal, digests.qcSignaturesDigest(verification.context, qc))
  );
}

/** DEVIATION: the genesis certificate has no signatures and is accepted by equality only. */
function refuseGenesisQc({ context, genesis }: VerificationContext, qc: QC): Refusal | null {
  const { voteInfo, ledgerCommitInfo, signatures, seal } = qc;
  const same =
    digests.voteInfoDigest(context, voteInfo) === ledgerCommitInfo.voteInfoHash &&
    ledgerCommitInfo.voteInfoHash === genesis.qc.ledgerCommitInfo.voteInfoHash &&
    ledgerCommitInfo.commitStateId === null &&
    signatures.length === 0 &&
    seal === null;
  return same ? null : "genesis-certificate-differs";
}

function checkTc(verification: VerificationContext, tc: TC): Refusal | null {
  const { validators } = verification.context;
  if (tc.tmoHighQcRounds.length !== tc.tmoSignatures.length) {
    return "reports-do-not-match-signatures";
  }
  return (
    refuseSigners(verification, tc.tmoSignatures, verification.rules.tcQuorum(validators)) ??
    refuseReports(verification, tc)
  );
}

/** Why a report of a TC does not count. Most report the same round: its digest is made once. */
function refuseReports(verification: VerificationContext, tc: TC): Refusal | null {
  const { crypto } = verification.context;
  let reported: Round | undefined;
  let digest: Digest | undefined;
  for (let at = 0; at < tc.tmoSignatures.length; at++) {
    const signed = tc.tmoSignatures[at];
    const highQcRound = tc.tmoHighQcRounds[at] ?? GENESIS_ROUND;
    if (signed === undefined) continue;
    if (digest === undefined || highQcRound !== reported) {
      reported = highQcRound;
      digest = digests.timeoutDigest(crypto, tc.round, highQcRound);
    }
    const refusal = refuseSignature(verification, signed, digest);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Strangers first, so that there are never more to compare than validators. */
function refuseSigners(
  { context, rules }: VerificationContext,
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
  { context }: VerificationContext,
  signed: SignedBy,
  digest: Digest,
): Refusal | null {
  if (context.validators.indexOf(signed.signer) === undefined) return "signer-unknown";
  const { signer, signature } = signed;
  return context.crypto.verify(signer, digest, signature) ? null : "signature-invalid";
}

/** Why one of these signatures over a digest does not count. */
function refuseAny(
  verification: VerificationContext,
  signatures: readonly Signed[],
  digest: Digest,
): Refusal | null {
  for (const signed of signatures) {
    const refusal = refuseSignature(verification, signed, digest);
    if (refusal !== null) return refusal;
  }
  return null;
}
