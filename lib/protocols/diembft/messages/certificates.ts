/** The certificates of section 3.3. Immutable values, shared by reference. */
import type { BlockHeader, Certificate, Statement } from "../../../protocol/description.js";
import type {
  BlockId,
  Digest,
  ReplicaId,
  Round,
  Signature,
  StateId,
} from "../../../protocol/ids.js";
import { MemoSlot } from "../../../protocol/memos/slot-memo.js";
import { timeoutSlot, voteSlot } from "./slots.js";

/** The content of a vote: the position of the block, and the speculated state after it. */
export class VoteInfo implements BlockHeader {
  readonly id: BlockId;
  readonly round: Round;
  readonly parentId: BlockId;
  readonly parentRound: Round;
  /** The speculated state after the block. */
  readonly execStateId: StateId;
  readonly #slot = new MemoSlot();
  #statements: readonly Statement[] | undefined = undefined;

  constructor(block: BlockRef, parent: BlockRef, execStateId: StateId) {
    this.id = block.id;
    this.round = block.round;
    this.parentId = parent.id;
    this.parentRound = parent.round;
    this.execStateId = execStateId;
  }

  /** Where a memo keeps its digest. */
  get memoSlot(): MemoSlot {
    return this.#slot;
  }
  /** What a vote signs: one list for all votes. */
  get statements(): readonly Statement[] {
    return (this.#statements ??= [{ slot: voteSlot(this.round), value: this.id }]);
  }
  /** The block's parent. */
  get parent(): BlockId {
    return this.parentId;
  }
}

/** A block's identifier and round. */
export interface BlockRef {
  readonly id: BlockId;
  readonly round: Round;
}

/** The signed part of a vote: the state that a QC commits (⊥ is null), and the vote itself. */
export class LedgerCommitInfo {
  /** The state that a QC commits; null when it commits nothing. */
  readonly commitStateId: StateId | null;
  /** Digest of the vote info. */
  readonly voteInfoHash: Digest;
  readonly #slot = new MemoSlot();

  constructor(commitStateId: StateId | null, voteInfoHash: Digest) {
    this.commitStateId = commitStateId;
    this.voteInfoHash = voteInfoHash;
  }

  /** Where a memo keeps its digest. */
  get memoSlot(): MemoSlot {
    return this.#slot;
  }
}

/** One validator's signature. */
export class Signed {
  readonly signer: ReplicaId;
  readonly signature: Signature;

  constructor(signer: ReplicaId, signature: Signature) {
    this.signer = signer;
    this.signature = signature;
  }
}

/** Whether one of the signatures is that of this replica. */
export function hasSigned(signatures: readonly Signed[], replica: ReplicaId): boolean {
  for (const { signer } of signatures) if (signer === replica) return true;
  return false;
}

/** Quorum certificate: a quorum of votes for one block, collected and signed by `author`. */
export class QC implements Certificate {
  readonly kind = "qc";
  readonly voteInfo: VoteInfo;
  readonly ledgerCommitInfo: LedgerCommitInfo;
  readonly signatures: readonly Signed[];
  /** Null in the genesis certificate only. */
  readonly seal: Signed | null;
  readonly signers: readonly ReplicaId[];
  readonly #slot = new MemoSlot();
  readonly #signaturesSlot = new MemoSlot();

  constructor(
    voteInfo: VoteInfo,
    ledgerCommitInfo: LedgerCommitInfo,
    signatures: readonly Signed[],
    seal: Signed | null,
  ) {
    this.voteInfo = voteInfo;
    this.ledgerCommitInfo = ledgerCommitInfo;
    this.signatures = signatures;
    this.seal = seal;
    this.signers = signersOf(signatures);
  }

  /** Where a memo keeps whether it is valid. */
  get memoSlot(): MemoSlot {
    return this.#slot;
  }
  /** Where a memo keeps the digest of the signatures. */
  get signaturesSlot(): MemoSlot {
    return this.#signaturesSlot;
  }
  get slot(): string {
    return voteSlot(this.voteInfo.round);
  }
  /** The block that it certifies. */
  get value(): BlockId {
    return this.voteInfo.id;
  }
  /** The block that it certifies. */
  get block(): BlockId {
    return this.voteInfo.id;
  }
  /** The round of that block. */
  get round(): Round {
    return this.voteInfo.round;
  }
  get parent(): BlockId {
    return this.voteInfo.parentId;
  }
  /** The round of the block's parent. */
  get parentRound(): Round {
    return this.voteInfo.parentRound;
  }
}

/** Timeout certificate: a quorum gave up the round, each reporting its highest QC's round. */
export class TC implements Certificate {
  readonly kind = "tc";
  readonly value = null;
  readonly round: Round;
  /** One per signature, in the same order. */
  readonly tmoHighQcRounds: readonly Round[];
  readonly tmoSignatures: readonly Signed[];
  readonly signers: readonly ReplicaId[];
  readonly #slot = new MemoSlot();

  constructor(round: Round, tmoHighQcRounds: readonly Round[], tmoSignatures: readonly Signed[]) {
    this.round = round;
    this.tmoHighQcRounds = tmoHighQcRounds;
    this.tmoSignatures = tmoSignatures;
    this.signers = signersOf(tmoSignatures);
  }

  /** Where a memo keeps whether it is valid. */
  get memoSlot(): MemoSlot {
    return this.#slot;
  }
  get slot(): string {
    return timeoutSlot(this.round);
  }
  get details(): { readonly highQcRounds: readonly Round[] } {
    return { highQcRounds: this.tmoHighQcRounds };
  }
}

const signersOf = (signatures: readonly Signed[]): readonly ReplicaId[] =>
  signatures.map(({ signer }) => signer);
