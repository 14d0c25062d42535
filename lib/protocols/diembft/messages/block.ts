/** Blocks (3.3), and committed blocks with their execution state. */
import { requestOf } from "../../../protocol/host/client.js";
import type { ClientRequest } from "../../../protocol/host/client.js";
import type { BlockHeader } from "../../../protocol/description.js";
import type { Hasher } from "../../../protocol/crypto.js";
import type { LedgerEntry } from "../../../protocol/host/ledger.js";
import type {
  BlockId,
  Digest,
  ReplicaId,
  Round,
  StateId,
  Transaction,
} from "../../../protocol/ids.js";
import { MemoSlot } from "../../../protocol/memos/slot-memo.js";
import { LedgerCommitInfo, VoteInfo } from "./certificates.js";
import type { BlockRef, QC } from "./certificates.js";
import { stateDigest } from "./state-digest.js";

/** The content of a block that its id covers. */
export type BlockContent = Pick<Block, "author" | "round" | "payload" | "qc">;

/** A proposal for the next link of the chain (section 3.3); `qc` certifies its parent. */
export class Block implements BlockRef, BlockHeader {
  readonly author: ReplicaId;
  readonly round: Round;
  /** The transactions, in the order in which they are executed. */
  readonly payload: readonly Transaction[];
  /** Certifies the parent. */
  readonly qc: QC;
  /** Digest of all fields above; a receiver recomputes it. */
  readonly id: BlockId;
  readonly #slot = new MemoSlot();
  readonly #digestSlot = new MemoSlot();
  #requests: readonly (ClientRequest | null)[] | undefined;
  /** The votes for it that were made last: replicas that agree share them. */
  #voteInfo: VoteInfo | undefined;
  #commitInfo: LedgerCommitInfo | undefined;
  /** Its last execution: by which hasher, on which state, with which result. */
  #executedBy: Hasher | undefined;
  #executedOn: StateId | null = null;
  #executedAs: StateId | undefined;

  constructor(content: BlockContent, id: BlockId) {
    this.author = content.author;
    this.round = content.round;
    this.payload = content.payload;
    this.qc = content.qc;
    this.id = id;
  }

  /** Where a memo keeps whether it is valid. */
  get memoSlot(): MemoSlot {
    return this.#slot;
  }
  /** Where a memo keeps the digest of the content. */
  get digestSlot(): MemoSlot {
    return this.#digestSlot;
  }

  /**
   * The requests in its transactions; null for a transaction that is not a request. Decoded once.
   */
  get requests(): readonly (ClientRequest | null)[] {
    return (this.#requests ??= this.payload.map(requestOf));
  }
  /** The state after it when it is executed on this one. Replicas that agree compute it once. */
  stateAfter(parent: StateId | null, hasher: Hasher): StateId {
    const last = this.#executedAs;
    if (last !== undefined && this.#executedBy === hasher && this.#executedOn === parent) {
      return last;
    }
    const state = stateDigest(hasher, parent, this.payload);
    this.#executedBy = hasher;
    this.#executedOn = parent;
    this.#executedAs = state;
    return state;
  }

  /** What a vote says of it, after this state of its execution. */
  voteInfoFor(execStateId: StateId): VoteInfo {
    const last = this.#voteInfo;
    if (last?.execStateId === execStateId) return last;
    const parent = { id: this.parentId, round: this.parentRound };
    const made = new VoteInfo(this, parent, execStateId);
    this.#voteInfo = made;
    return made;
  }

  /** The signed part of a vote for it that commits this state. */
  commitInfoFor(commitStateId: StateId | null, voteInfoHash: Digest): LedgerCommitInfo {
    const last = this.#commitInfo;
    if (last?.commitStateId === commitStateId && last.voteInfoHash === voteInfoHash) return last;
    const made = new LedgerCommitInfo(commitStateId, voteInfoHash);
    this.#commitInfo = made;
    return made;
  }

  /** The block that its QC certifies. */
  get parentId(): BlockId {
    return this.qc.voteInfo.id;
  }
  /** The same, by the name that the contract has for it. */
  get parent(): BlockId {
    return this.qc.voteInfo.id;
  }
  /** The round of that block. */
  get parentRound(): Round {
    return this.qc.voteInfo.round;
  }
}

/** A committed block with the state that this replica computed after it. */
export class CommittedBlock implements LedgerEntry {
  readonly block: Block;
  readonly stateId: StateId;

  constructor(block: Block, stateId: StateId) {
    this.block = block;
    this.stateId = stateId;
  }

  /** The block's. */
  get id(): BlockId {
    return this.block.id;
  }
  get parent(): BlockId {
    return this.block.parentId;
  }
  /** The block's. */
  get round(): Round {
    return this.block.round;
  }
  /** The round of the block's QC. */
  get parentRound(): Round {
    return this.block.parentRound;
  }
  get author(): ReplicaId {
    return this.block.author;
  }
  /** The block's payload. */
  get transactions(): readonly Transaction[] {
    return this.block.payload;
  }
}
