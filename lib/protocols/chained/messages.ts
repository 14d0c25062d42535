/** What the replicas of a chained protocol sign and send, and what everybody may know of it. */
import { GENESIS_ROUND, blockId, replicaId, slotsOf } from "../../protocol/index.js";
import type {
  BlockId,
  Certificate,
  CryptoSuite,
  Description,
  Digest,
  ReplicaId,
  Round,
  SenderSignature,
  Statement,
  Transaction,
} from "../../protocol/index.js";

/** What a block is made of. Its id is the digest of it. */
export interface BlockContent {
  readonly parent: BlockId;
  readonly view: Round;
  readonly proposer: ReplicaId;
  readonly transactions: readonly Transaction[];
}

/**
 * A block with the certificate of its parent, which is `justify.block`. DEVIATION: so each block
 * brings the chain that it stands on, where an implementation fetches the blocks that it misses.
 */
export interface Block extends BlockContent {
  readonly id: BlockId;
  /** Null: this is genesis. */
  readonly justify: QuorumCertificate | null;
}

/**
 * A block with the votes of a quorum for it. Genesis needs none. DEVIATION: it lists the votes, in
 * the place of a threshold signature.
 */
export interface QuorumCertificate {
  readonly block: Block;
  readonly votes: readonly SenderSignature[];
}

/** A new block. */
export interface Proposal extends SenderSignature {
  readonly kind: "proposal";
  readonly block: Block;
  /**
   * New-view messages of the view before, or none: Fast-HotStuff's AggQC. DEVIATION: it lists them,
   * in the place of an aggregated signature.
   */
  readonly proof: readonly NewView[];
}

/** A vote, to the leader of the next view. */
export interface Vote extends SenderSignature {
  readonly kind: "vote";
  readonly block: Block;
}

/** The sender gives up a view, and tells of the highest certificate that it knows. */
export interface NewView extends SenderSignature {
  readonly kind: "new-view";
  readonly view: Round;
  readonly high: QuorumCertificate;
}

/** What replicas send. */
export type Message = Proposal | Vote | NewView;

/** The block that everybody begins with, of view 0. */
export const GENESIS: Block = {
  id: blockId("genesis"),
  parent: blockId("genesis"),
  view: GENESIS_ROUND,
  proposer: replicaId(""),
  transactions: [],
  justify: null,
};

/** Genesis is certified. */
export const GENESIS_QC: QuorumCertificate = { block: GENESIS, votes: [] };

const SLOTS = {
  proposal: slotsOf("propose"),
  vote: slotsOf("vote"),
  "new-view": slotsOf("new-view"),
} as const;

/** What a message binds its sender to. */
const statementOf = (message: Message): Statement =>
  message.kind === "new-view"
    ? { slot: SLOTS[message.kind](message.view), value: null }
    : { slot: SLOTS[message.kind](message.block.view), value: message.block.id };

/** What a judge may know of a message. */
export function describe(message: Message): Description {
  const { kind: type, sender } = message;
  const signs = [statementOf(message)];
  if (message.kind === "new-view") {
    return { type, sender, round: message.view, signs, shows: certificatesOf(message.high) };
  }
  const { id, parent, view: round, justify } = message.block;
  const block = { id, parent, round };
  const proof = message.kind === "proposal" ? message.proof.map(({ high }) => high) : [];
  const shows = [...certificatesOf(justify), ...proof.flatMap(certificatesOf)];
  return { type, sender, round, block, signs, shows };
}

/** A certificate as judges know it; none of genesis, for which nobody votes. */
export function certificatesOf(qc: QuorumCertificate | null): readonly Certificate[] {
  if (qc === null || qc.block.view === GENESIS_ROUND) return [];
  const { id, parent, view } = qc.block;
  const signers = qc.votes.map(({ sender }) => sender);
  return [{ kind: "qc", slot: SLOTS.vote(view), value: id, round: view, parent, signers }];
}

/** The digest of what a block is made of. */
export const idOf = (block: BlockContent, crypto: CryptoSuite): BlockId => {
  const { parent, view, proposer, transactions } = block;
  return blockId(crypto.hash("block", [parent, view, proposer, transactions]));
};

/** What is signed to propose a block, or to vote for it. */
export const digestOf = (as: "proposal" | "vote", { id }: Block, crypto: CryptoSuite): Digest =>
  crypto.hash(as, [id]);

/** What is signed to give up a view. */
export const newViewDigest = (
  { view, high }: Pick<NewView, "view" | "high">,
  crypto: CryptoSuite,
): Digest => crypto.hash("new-view", [view, high.block.id]);
