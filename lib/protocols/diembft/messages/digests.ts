/**
 * Digests of everything that is hashed or signed, each in its own domain. The digest of a value
 * that many messages share is computed once.
 */
import type { ReplicaContext } from "../../../protocol/host/context.js";
import type { Hasher } from "../../../protocol/crypto.js";
import type { BlockId, Digest, ReplicaId, Round } from "../../../protocol/ids.js";
import type { Memo } from "../../../protocol/memos/memo.js";
import type { MemoSlot } from "../../../protocol/memos/slot-memo.js";
import type { Block, BlockContent } from "./block.js";
import type { LedgerCommitInfo, QC, Signed, VoteInfo } from "./certificates.js";
import type { TimeoutInfo } from "./messages.js";

/** The inputs of hashing. */
export type Digester = Pick<ReplicaContext, "crypto" | "memo">;

/** The block's id: over author, round, payload, the parent's id and the QC's signatures. */
export const blockDigest = (digester: Digester, block: BlockContent): BlockId =>
  digester.crypto.hash("block", [
    block.author,
    block.round,
    block.payload,
    block.qc.voteInfo.id,
    qcSignaturesDigest(digester, block.qc),
  ]) as string as BlockId;

/** The same for a block that is there. */
export const digestOfBlock = (digester: Digester, block: Block): BlockId =>
  (known(digester.memo, block.digestSlot) ?? blockDigest(digester, block)) as string as BlockId;

/** A block's id is a digest, and is what its proposer signs. */
export const digestOf = ({ id }: Block): Digest => id as string as Digest;

export const voteInfoDigest = ({ crypto, memo }: Digester, info: VoteInfo): Digest =>
  known(memo, info.memoSlot) ??
  remember(
    memo,
    info.memoSlot,
    crypto.hash("vote-info", [
      info.id,
      info.round,
      info.parentId,
      info.parentRound,
      info.execStateId,
    ]),
  );

export const ledgerCommitInfoDigest = (
  { crypto, memo }: Digester,
  info: LedgerCommitInfo,
): Digest =>
  known(memo, info.memoSlot) ??
  remember(
    memo,
    info.memoSlot,
    crypto.hash("ledger-commit-info", [info.commitStateId, info.voteInfoHash]),
  );

/** What the collector of a QC signs. */
export const signaturesDigest = (hasher: Hasher, signatures: readonly Signed[]): Digest =>
  hasher.hash(
    "signatures",
    signatures.map((s) => [s.signer, s.signature]),
  );

/** The same for a QC that is there. */
export const qcSignaturesDigest = ({ crypto, memo }: Digester, qc: QC): Digest =>
  known(memo, qc.signaturesSlot) ??
  remember(memo, qc.signaturesSlot, signaturesDigest(crypto, qc.signatures));

const known = (memo: Memo, slot: MemoSlot): Digest | undefined =>
  memo.get(slot) as Digest | undefined;

function remember(memo: Memo, slot: MemoSlot, digest: Digest): Digest {
  memo.set(slot, digest);
  return digest;
}

export const timeoutDigest = (hasher: Hasher, round: Round, highQcRound: Round): Digest =>
  hasher.hash("timeout", [round, highQcRound]);

/** The same for a timeout that is there. */
export const timeoutInfoDigest = ({ crypto, memo }: Digester, info: TimeoutInfo): Digest =>
  known(memo, info.digestSlot) ??
  remember(memo, info.digestSlot, timeoutDigest(crypto, info.round, info.highQc.round));

interface SyncRequestContent {
  readonly sender: ReplicaId;
  readonly round: Round;
  readonly wanted: QC;
  readonly knownCommitted: BlockId;
}

export const syncRequestDigest = (hasher: Hasher, content: SyncRequestContent): Digest =>
  hasher.hash("sync-request", [
    content.sender,
    content.round,
    content.wanted.block,
    content.knownCommitted,
  ]);

interface SyncResponseContent {
  readonly sender: ReplicaId;
  readonly round: Round;
  readonly wanted: BlockId;
  readonly chain: readonly Block[];
}

export const syncResponseDigest = (hasher: Hasher, content: SyncResponseContent): Digest =>
  hasher.hash("sync-response", [
    content.sender,
    content.round,
    content.wanted,
    content.chain.map((block) => block.id),
  ]);
