/** What replicas of Sync HotStuff sign and send, and what everybody may know of it. */
import { GENESIS_ROUND, blockId, replicaId, slotsOf, unreachable } from "../../protocol/index.js";
import type {
  BlockId,
  Certificate,
  CryptoSuite,
  Description,
  Digest,
  NameOf,
  ReplicaId,
  Round,
  SenderSignature,
  Statement,
  Transaction,
} from "../../protocol/index.js";

/** What a block is made of. Its id is the digest of it. */
export interface BlockContent {
  readonly parent: BlockId;
  /** Its distance from genesis. */
  readonly height: number;
  /** The view in which it is proposed. */
  readonly view: Round;
  readonly proposer: ReplicaId;
  readonly transactions: readonly Transaction[];
}

/** B_k, with the certificate of its parent. */
export interface Block extends BlockContent {
  readonly id: BlockId;
  /** Null: this is genesis. */
  readonly justify: BlockCertificate | null;
}

/** C_v(B_k): f+1 votes for a block in a view, which may be later than the block's own. */
export interface BlockCertificate {
  readonly view: Round;
  readonly block: Block;
  readonly votes: readonly SenderSignature[];
}

/** The highest certified block that its sender knows, to the leader of the view that it enters. */
export interface Status {
  readonly kind: "status";
  readonly view: Round;
  readonly sender: ReplicaId;
  readonly high: BlockCertificate;
}

/** What a leader begins its view with: the highest certified block that it knows. */
export interface NewView extends SenderSignature {
  readonly kind: "new-view";
  readonly view: Round;
  readonly high: BlockCertificate;
}

/** A new block. */
export interface Proposal extends SenderSignature {
  readonly kind: "proposal";
  readonly block: Block;
}

/** What a leader signs for a block of its view. */
export type Offer = NewView | Proposal;

/**
 * A vote, with what it is for: who votes forwards the leader's message. DEVIATION: in the paper
 * these are two messages.
 */
export interface Vote extends SenderSignature {
  readonly kind: "vote";
  readonly offer: Offer;
}

/** Its sender has no progress from the leader of a view. */
export interface Blame extends SenderSignature {
  readonly kind: "blame";
  readonly view: Round;
}

/** Why a view is quit: f+1 blames, or two offers of its leader for blocks that conflict. */
export interface Quit {
  readonly kind: "quit";
  readonly view: Round;
  readonly sender: ReplicaId;
  readonly because: readonly Blame[] | readonly [Offer, Offer];
}

/** What replicas send. */
export type Message = Status | Offer | Vote | Blame | Quit;

/** The block that everybody begins with. */
export const GENESIS: Block = {
  id: blockId("genesis"),
  parent: blockId("genesis"),
  height: 0,
  view: GENESIS_ROUND,
  proposer: replicaId(""),
  transactions: [],
  justify: null,
};

/** Genesis is certified from the beginning. */
export const GENESIS_CERTIFICATE: BlockCertificate = {
  view: GENESIS_ROUND,
  block: GENESIS,
  votes: [],
};

/** The view that an offer is made in. */
export const viewOf = (offer: Offer): Round =>
  offer.kind === "proposal" ? offer.block.view : offer.view;

/** The block that an offer is for. */
export const blockOf = (offer: Offer): Block =>
  offer.kind === "proposal" ? offer.block : offer.high.block;

/** The certificate in an offer. */
export const certificateIn = (offer: Offer): BlockCertificate | null =>
  offer.kind === "proposal" ? offer.block.justify : offer.high;

const newViewSlot = slotsOf("new-view");
const blameSlot = slotsOf("blame");

const isGenesis = ({ height }: Block): boolean => height === 0;

/** Judges know nothing of genesis, which nobody proposes. */
function offered(offer: Offer): readonly Statement[] {
  const { id, view, height } = blockOf(offer);
  if (isGenesis(blockOf(offer))) return [];
  return offer.kind === "proposal"
    ? [{ slot: `propose ${view}/${height}`, value: id }]
    : [{ slot: newViewSlot(offer.view), value: id }];
}

const voted = (view: Round, { id, height }: Block): Statement => ({
  slot: `vote ${view}/${height}`,
  value: id,
});

/** A certificate as judges know it; none of genesis. */
export function shown(certificate: BlockCertificate | null): readonly Certificate[] {
  if (certificate === null || isGenesis(certificate.block)) return [];
  const { view: round, block, votes } = certificate;
  const signers = votes.map(({ sender }) => sender);
  return [{ ...voted(round, block), round, parent: block.parent, signers }];
}

/** What a judge may know of a message. */
export function describe(message: Message): Description {
  const { kind: type, sender } = message;
  switch (message.kind) {
    case "status":
      return { type, sender, round: message.view, shows: shown(message.high) };
    case "new-view":
      return {
        ...{ type, sender, round: message.view },
        ...{ signs: offered(message), shows: shown(message.high) },
      };
    case "proposal": {
      const { id, parent, view: round, justify } = message.block;
      const block = { id, parent, round };
      return { type, sender, round, block, signs: offered(message), shows: shown(justify) };
    }
    case "vote": {
      const { offer } = message;
      const round = viewOf(offer);
      if (isGenesis(blockOf(offer))) return { type, sender, round };
      const { id, parent, view } = blockOf(offer);
      const block = { id, parent, round: view };
      const signs = [voted(round, blockOf(offer))];
      return { type, sender, round, block, signs, shows: shown(certificateIn(offer)) };
    }
    case "blame": {
      const { view: round } = message;
      return { type, sender, round, signs: [{ slot: blameSlot(round), value: null }] };
    }
    case "quit": {
      const { view: round, because } = message;
      const signers = because.flatMap((each) => (each.kind === "blame" ? each.sender : []));
      if (signers.length === 0) return { type, sender, round };
      const shows = [
        { kind: "blame certificate", slot: blameSlot(round), value: null, round, signers },
      ];
      return { type, sender, round, shows };
    }
    default:
      return unreachable(message);
  }
}

/** A message in a few words: `vote 2 for c@2`. */
export function messageWords(message: Message, nameOf: NameOf): string {
  switch (message.kind) {
    case "status":
      return `status ${message.view}: ${certificateWords(message.high, nameOf)}`;
    case "new-view":
      return `new view ${message.view} on ${certificateWords(message.high, nameOf)}`;
    case "proposal": {
      const { view, id, parent } = message.block;
      return `proposal ${view} of ${nameOf(id)} on ${nameOf(parent)}`;
    }
    case "vote":
      return `vote ${viewOf(message.offer)} for ${nameOf(blockOf(message.offer).id)}`;
    case "blame":
      return `blame ${message.view}`;
    case "quit":
      return `quit ${message.view}`;
    default:
      return unreachable(message);
  }
}

const certificateWords = ({ view, block }: BlockCertificate, nameOf: NameOf): string =>
  `${nameOf(block.id)}, certified in view ${view}`;

/** The digest of what a block is made of. */
export const idOf = (content: BlockContent, crypto: CryptoSuite): BlockId => {
  const { parent, height, view, proposer, transactions } = content;
  return blockId(crypto.hash("block", [parent, height, view, proposer, transactions]));
};

/** What is signed to offer a block. */
export const offerDigest = (
  offer: NewViewContent | ProposalContent,
  crypto: CryptoSuite,
): Digest =>
  offer.kind === "proposal"
    ? crypto.hash("proposal", [offer.block.id])
    : crypto.hash("new-view", [offer.view, offer.high.view, offer.high.block.id]);

/** A new-view message before it is signed. */
export type NewViewContent = Pick<NewView, "kind" | "view" | "high">;
/** A proposal before it is signed. */
export type ProposalContent = Pick<Proposal, "kind" | "block">;

/** What is signed to vote for a block in a view. */
export const voteDigest = (view: Round, { id }: Pick<Block, "id">, crypto: CryptoSuite): Digest =>
  crypto.hash("vote", [view, id]);

/** What is signed to blame the leader of a view. */
export const blameDigest = (view: Round, crypto: CryptoSuite): Digest =>
  crypto.hash("blame", [view]);
