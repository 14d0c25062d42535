/** The messages of section 3.3 and those of block sync, with their descriptions for judges. */
import type { Certificate, Description } from "../../../protocol/description.js";
import type { BlockId, ReplicaId, Round, Signature } from "../../../protocol/ids.js";
import { MemoSlot } from "../../../protocol/memos/slot-memo.js";
import type { Block } from "./block.js";
import type { LedgerCommitInfo, QC, TC, VoteInfo } from "./certificates.js";
import { proposalSlot, timeoutSlot } from "./slots.js";

export const PROPOSAL = "proposal";
export const VOTE = "vote";
export const TIMEOUT = "timeout";
export const SYNC_REQUEST = "sync-request";
export const SYNC_RESPONSE = "sync-response";

/** What a message is made of. */
type Content<Message> = Omit<Message, "kind" | "description" | "memoSlot">;

/** Proposes a block to all replicas (3.3). */
export class ProposalMsg {
  readonly kind = "proposal";
  readonly block: Block;
  /** TC of the round before when the block's QC is not of that round, else ⊥. */
  readonly lastRoundTc: TC | null;
  readonly highCommitQc: QC;
  readonly sender: ReplicaId;
  /** Over the block's id. */
  readonly signature: Signature;
  readonly description: Description;
  readonly #slot = new MemoSlot();

  constructor(content: Content<ProposalMsg>) {
    const { block, lastRoundTc, highCommitQc } = content;
    this.block = block;
    this.lastRoundTc = lastRoundTc;
    this.highCommitQc = highCommitQc;
    this.sender = content.sender;
    this.signature = content.signature;
    this.description = {
      type: PROPOSAL,
      round: block.round,
      sender: content.sender,
      block,
      signs: [{ slot: proposalSlot(block.round), value: block.id }],
      shows: withTc([block.qc, highCommitQc], lastRoundTc),
    };
  }

  /** Where a memo keeps whether it is valid. */
  get memoSlot(): MemoSlot {
    return this.#slot;
  }
}

/** Votes for a block; goes to the leader of the next round (3.3). */
export class VoteMsg {
  readonly kind = "vote";
  readonly voteInfo: VoteInfo;
  readonly ledgerCommitInfo: LedgerCommitInfo;
  readonly highCommitQc: QC;
  readonly sender: ReplicaId;
  /** Over the ledger commit info. */
  readonly signature: Signature;
  readonly description: Description;
  readonly #slot = new MemoSlot();

  constructor(content: Content<VoteMsg>) {
    const { voteInfo, highCommitQc, sender } = content;
    this.voteInfo = voteInfo;
    this.ledgerCommitInfo = content.ledgerCommitInfo;
    this.highCommitQc = highCommitQc;
    this.sender = sender;
    this.signature = content.signature;
    this.description = {
      type: VOTE,
      round: voteInfo.round,
      sender,
      block: voteInfo,
      signs: voteInfo.statements,
      shows: [highCommitQc],
    };
  }

  /** Where a memo keeps whether it is valid. */
  get memoSlot(): MemoSlot {
    return this.#slot;
  }
}

/** The signed part of a timeout. */
export class TimeoutInfo {
  readonly round: Round;
  readonly highQc: QC;
  readonly sender: ReplicaId;
  /** Over the round and the high QC's round. */
  readonly signature: Signature;
  readonly #digestSlot = new MemoSlot();

  constructor(round: Round, highQc: QC, sender: ReplicaId, signature: Signature) {
    this.round = round;
    this.highQc = highQc;
    this.sender = sender;
    this.signature = signature;
  }

  /** Where a memo keeps the digest that is signed. */
  get digestSlot(): MemoSlot {
    return this.#digestSlot;
  }
}

/** Tells all replicas that one gave up a round (3.3). */
export class TimeoutMsg {
  readonly kind = "timeout";
  readonly tmoInfo: TimeoutInfo;
  /** TC of the round before when the high QC is not of that round, else ⊥. */
  readonly lastRoundTc: TC | null;
  readonly highCommitQc: QC;
  readonly description: Description;
  readonly #slot = new MemoSlot();

  constructor(tmoInfo: TimeoutInfo, lastRoundTc: TC | null, highCommitQc: QC) {
    this.tmoInfo = tmoInfo;
    this.lastRoundTc = lastRoundTc;
    this.highCommitQc = highCommitQc;
    this.description = {
      type: TIMEOUT,
      round: tmoInfo.round,
      sender: tmoInfo.sender,
      signs: [{ slot: timeoutSlot(tmoInfo.round), value: null }],
      shows: withTc([tmoInfo.highQc, highCommitQc], lastRoundTc),
    };
  }

  /** Where a memo keeps whether it is valid. */
  get memoSlot(): MemoSlot {
    return this.#slot;
  }
}

/** Asks for the blocks between a committed one and the one that `wanted` certifies. */
export class SyncRequest {
  readonly kind = "sync-request";
  /** Certifies the block that the sender lacks. */
  readonly wanted: QC;
  /** The last block that the sender has committed. */
  readonly knownCommitted: BlockId;
  /** The highest round of the messages that showed the QC. */
  readonly round: Round;
  readonly sender: ReplicaId;
  readonly signature: Signature;
  readonly description: Description;
  readonly #slot = new MemoSlot();

  constructor(content: Content<SyncRequest>) {
    this.wanted = content.wanted;
    this.knownCommitted = content.knownCommitted;
    this.round = content.round;
    this.sender = content.sender;
    this.signature = content.signature;
    this.description = {
      type: SYNC_REQUEST,
      round: this.round,
      sender: this.sender,
      shows: [this.wanted],
    };
  }

  /** Where a memo keeps whether it is valid. */
  get memoSlot(): MemoSlot {
    return this.#slot;
  }
}

/** A chain of blocks, oldest first, that ends in the one wanted. */
export class SyncResponse {
  readonly kind = "sync-response";
  readonly wanted: BlockId;
  readonly chain: readonly Block[];
  /** The round of the request. */
  readonly round: Round;
  readonly sender: ReplicaId;
  readonly signature: Signature;
  readonly description: Description;
  readonly #slot = new MemoSlot();

  constructor(content: Content<SyncResponse>) {
    this.wanted = content.wanted;
    this.chain = content.chain;
    this.round = content.round;
    this.sender = content.sender;
    this.signature = content.signature;
    this.description = {
      type: SYNC_RESPONSE,
      round: this.round,
      sender: this.sender,
      shows: this.chain.map((block) => block.qc),
    };
  }

  /** Where a memo keeps whether it is valid. */
  get memoSlot(): MemoSlot {
    return this.#slot;
  }
}

/** Every message of DiemBFT. Immutable values, shared by reference. */
export type DiemMessage = ProposalMsg | VoteMsg | TimeoutMsg | SyncRequest | SyncResponse;

function withTc(qcs: readonly QC[], tc: TC | null): readonly Certificate[] {
  return tc === null ? qcs : [...qcs, tc];
}
