/** What Streamlet's replicas sign and send, and what everybody may know of it. */
import { GENESIS_ROUND, blockId, ownSignature, slotsOf } from "../../protocol/index.js";
import type {
  BlockId,
  Certificate,
  CryptoSuite,
  Description,
  Digest,
  ReplicaContext,
  ReplicaId,
  Round,
  SenderSignature,
  Transaction,
} from "../../protocol/index.js";

/** What a block is made of. Its id is the digest of it. */
export interface BlockContent {
  readonly parent: BlockId;
  readonly epoch: Round;
  readonly proposer: ReplicaId;
  readonly transactions: readonly Transaction[];
}

/** A block with its id, the hash of its content. */
export interface Block extends BlockContent {
  readonly id: BlockId;
}

/** A block with votes for it. So many votes as a quorum notarize it. */
export interface VotedBlock {
  readonly block: Block;
  readonly votes: readonly SenderSignature[];
}

/** A notarized chain with its votes, oldest block first. Genesis is not in it. */
export type Chain = readonly VotedBlock[];

/** A new block, with the chain that it extends, for replicas that missed votes. */
export interface Proposal extends SenderSignature {
  readonly kind: "proposal";
  readonly block: Block;
  readonly chain: Chain;
}

/** A vote, with its block, for replicas that missed the proposal. */
export interface Vote extends SenderSignature {
  readonly kind: "vote";
  readonly block: Block;
}

/** A notarized chain that somebody else seems to have missed. Its votes are all the proof. */
export interface Echo {
  readonly kind: "echo";
  readonly sender: ReplicaId;
  readonly epoch: Round;
  readonly chain: Chain;
}

/** What replicas send. */
export type Message = Proposal | Vote | Echo;

/** The block that everybody begins with, of epoch 0. */
export const GENESIS = blockId("genesis");

const SLOTS = { proposal: slotsOf("propose"), vote: slotsOf("vote") } as const;

/** The block of which the given one is to be the child, and its epoch. */
export function tipOf(chain: Chain): Pick<Block, "id" | "epoch"> {
  return chain.at(-1)?.block ?? { id: GENESIS, epoch: GENESIS_ROUND };
}

/** What a judge may know of a message. */
export function describe(message: Message): Description {
  const { kind: type, sender } = message;
  if (message.kind === "echo") {
    return { type, sender, round: message.epoch, shows: message.chain.map(notarization) };
  }
  const { id, parent, epoch: round } = message.block;
  const shows = message.kind === "proposal" ? message.chain.map(notarization) : [];
  const signs = [{ slot: SLOTS[message.kind](round), value: id }];
  return { type, sender, round, block: { id, parent, round }, signs, shows };
}

/** The certificate that a block's votes are, if they are enough. */
export const notarization = ({ block, votes }: VotedBlock): Certificate => ({
  kind: "notarization",
  slot: SLOTS.vote(block.epoch),
  value: block.id,
  round: block.epoch,
  parent: block.parent,
  signers: votes.map(({ sender }) => sender),
});

export const idOf = (block: BlockContent, crypto: CryptoSuite): BlockId => {
  const { parent, epoch, proposer, transactions } = block;
  return blockId(crypto.hash("block", [parent, epoch, proposer, transactions]));
};

/** What is signed to propose a block, or to vote for it. */
export const digestOf = (as: "proposal" | "vote", { id }: Block, crypto: CryptoSuite): Digest =>
  crypto.hash(as, [id]);

/** A replica's own signature. */
export const signed = (
  as: "proposal" | "vote",
  block: Block,
  context: ReplicaContext,
): SenderSignature => ownSignature(digestOf(as, block, context.crypto), context);
