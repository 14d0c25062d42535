/** What replicas of a Simplex-style protocol sign and send, and what everybody may know of it. */
import { blockId, GENESIS_ROUND, slotsOf, unreachable } from "../../protocol/index.js";
import type {
  BlockHeader,
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
import type { Rules } from "./rules.js";

/** What a block is made of. Its id is the digest of it. */
export interface BlockContent {
  readonly parent: BlockId;
  readonly view: Round;
  readonly proposer: ReplicaId;
  readonly transactions: readonly Transaction[];
}

/** A block x, with the certificate of its parent; null if that is genesis. */
export interface Block extends BlockContent {
  readonly id: BlockId;
  readonly justify: Notarization | null;
}

/** Cert(v, x): enough votes for a block of view v. */
export interface Notarization {
  readonly kind: "notarization";
  readonly block: Block;
  readonly votes: readonly SenderSignature[];
}

/** Cert(v, ⊥): enough votes to skip view v. */
export interface Nullification {
  readonly kind: "nullification";
  readonly view: Round;
  readonly votes: readonly SenderSignature[];
}

/** Why a view may be entered: a notarization, and nullifications of all views after it. */
export interface Path {
  /** Null: of genesis. */
  readonly certified: Notarization | null;
  /** Of the views between, in order. */
  readonly skipped: readonly Nullification[];
}

/** A new block, with nullifications of the views between it and its parent. */
export interface Proposal extends SenderSignature {
  readonly kind: "proposal";
  readonly block: Block;
  readonly skipped: readonly Nullification[];
}

/** A vote for a block, or to finalize it. */
export interface BlockVote extends SenderSignature {
  readonly kind: "notarize" | "finalize";
  readonly block: Block;
}

/** A vote to skip a view, with what its sender has entered that view with. */
export interface Nullify extends SenderSignature {
  readonly kind: "nullify";
  readonly view: Round;
  readonly path: Path;
}

/** What lets its sender, and others, leave a view and enter the next one. It proves itself. */
export interface Forward {
  readonly kind: "certificate";
  /** The view that it ends. */
  readonly view: Round;
  readonly sender: ReplicaId;
  readonly path: Path;
}

/** What replicas send. */
export type Message = Proposal | BlockVote | Nullify | Forward;

/** The block that everybody begins with, of view 0. */
export const GENESIS = blockId("genesis");

const notarizeSlot = slotsOf("notarize");
const proposeSlot = slotsOf("propose");
const nullifySlot = slotsOf("nullify");
const closeSlot = slotsOf("close");

const headerOf = ({ id, parent, view: round, justify }: Block): BlockHeader => ({
  id,
  parent,
  round,
  parentRound: justify?.block.view ?? GENESIS_ROUND,
});

/** Where a replica finalizes or skips, but not both, that is one slot. */
const nullifyStatement = (view: Round, { finalizes }: Rules): Statement => ({
  slot: finalizes ? closeSlot(view) : nullifySlot(view),
  value: null,
});

function voteStatement(kind: BlockVote["kind"], { id, view }: Block): Statement {
  return { slot: kind === "notarize" ? notarizeSlot(view) : closeSlot(view), value: id };
}

const signersOf = (votes: readonly SenderSignature[]): readonly ReplicaId[] =>
  votes.map(({ sender }) => sender);

/** What votes for a block show, if they are enough. */
export const shownByVotes = (
  kind: BlockVote["kind"],
  block: Block,
  votes: readonly SenderSignature[],
): Certificate => ({
  kind: kind === "notarize" ? "notarization" : "finalization",
  ...voteStatement(kind, block),
  round: block.view,
  parent: block.parent,
  signers: signersOf(votes),
});

/** What a nullification shows. */
export const shownByNullification = (
  { view, votes }: Nullification,
  rules: Rules,
): Certificate => ({
  kind: "nullification",
  ...nullifyStatement(view, rules),
  round: view,
  signers: signersOf(votes),
});

/** What a path shows. Certificates of fewer than a quorum bind nobody: there may be two a view. */
const shownByPath = ({ certified, skipped }: Path, rules: Rules): readonly Certificate[] => {
  if (!rules.certifiesByQuorum) return [];
  const nullifications = skipped.map((each) => shownByNullification(each, rules));
  if (certified === null) return nullifications;
  return [shownByVotes("notarize", certified.block, certified.votes), ...nullifications];
};

/** What a judge may know of a message. */
export function describe(message: Message, rules: Rules): Description {
  const { kind: type, sender } = message;
  switch (message.kind) {
    case "proposal": {
      const { block, skipped } = message;
      const signs = [{ slot: proposeSlot(block.view), value: block.id }];
      const shows = shownByPath({ certified: block.justify, skipped }, rules);
      return { type, sender, round: block.view, block: headerOf(block), signs, shows };
    }
    case "notarize":
    case "finalize": {
      const { block } = message;
      const signs = [voteStatement(message.kind, block)];
      return { type, sender, round: block.view, block: headerOf(block), signs };
    }
    case "nullify": {
      const { view: round, path } = message;
      const signs = [nullifyStatement(round, rules)];
      return { type, sender, round, signs, shows: shownByPath(path, rules) };
    }
    case "certificate":
      return { type, sender, round: message.view, shows: shownByPath(message.path, rules) };
    default:
      return unreachable(message);
  }
}

/** A message in a few words: `notarize 2 for c@2`. */
export function messageWords(message: Message, nameOf: NameOf): string {
  switch (message.kind) {
    case "proposal": {
      const { view, id, parent } = message.block;
      return `proposal ${view} of ${nameOf(id)} on ${nameOf(parent)}`;
    }
    case "notarize":
    case "finalize":
      return `${message.kind} ${message.block.view} for ${nameOf(message.block.id)}`;
    case "nullify":
      return `nullify ${message.view}`;
    case "certificate": {
      const { certified, skipped } = message.path;
      if (skipped.length > 0) return `certificate: nullification of ${message.view}`;
      return `certificate: notarization of ${nameOf(certified?.block.id ?? GENESIS)}`;
    }
    default:
      return unreachable(message);
  }
}

/** The last view that a path leads through: the one before the view that it lets enter. */
export const endOf = ({ certified, skipped }: Path): Round =>
  skipped.at(-1)?.view ?? certified?.block.view ?? GENESIS_ROUND;

/** The digest of what a block is made of. */
export const idOf = (content: BlockContent, crypto: CryptoSuite): BlockId => {
  const { parent, view, proposer, transactions } = content;
  return blockId(crypto.hash("block", [parent, view, proposer, transactions]));
};

/** What is signed to propose a block, to vote for it, or to finalize it. */
export const blockDigest = (
  as: "proposal" | BlockVote["kind"],
  { id }: Pick<Block, "id">,
  crypto: CryptoSuite,
): Digest => crypto.hash(as, [id]);

/** What is signed to skip a view. */
export const nullifyDigest = (view: Round, crypto: CryptoSuite): Digest =>
  crypto.hash("nullify", [view]);
