/** Why a message proves nothing: its shape, its signatures, its leader, its certificates. */
import {
  firstReason,
  GENESIS_ROUND,
  isListOf,
  isRecord,
  isRound,
  isSigned,
  isText,
  remembered,
  unreachable,
  whyNoQuorum,
  whyUnsigned,
} from "../../protocol/index.js";
import type { Fields, ReplicaContext, ReplicaId } from "../../protocol/index.js";
import {
  blameDigest,
  blockOf,
  GENESIS,
  idOf,
  offerDigest,
  viewOf,
  voteDigest,
} from "./messages.js";
import type { Blame, Block, BlockCertificate, Message, Offer, Quit } from "./messages.js";
import { conflict, leaderOf } from "./replica.js";
import type { Rules } from "./rules.js";

/** What a message is checked against. */
interface Verifier {
  readonly context: ReplicaContext;
  readonly rules: Pick<Rules, "certifies" | "blames">;
}

const NO_MESSAGE = "no message of this protocol";

/**
 * What is wrong with a message from `from`; null when all in it is signed as it must be. Offers
 * are forwarded in votes, so that the leader's signature counts, and not who sent it.
 */
export function whyInvalid(message: Message, from: ReplicaId, verifier: Verifier): string | null {
  if (!isRecord(message)) return NO_MESSAGE;
  if (message.sender !== from) return "not from its sender";
  return remembered(message, verifier, () => whyUnproven(message, verifier));
}

function whyUnproven(message: unknown, verifier: Verifier): string | null {
  if (!isRecord(message) || !isMessage(message)) return NO_MESSAGE;
  const { context } = verifier;
  switch (message.kind) {
    case "status":
      return whyNoCertificate(message.high, verifier);
    case "new-view":
    case "proposal":
      return whyNoOffer(message, verifier);
    case "vote": {
      const { offer } = message;
      const digest = voteDigest(viewOf(offer), blockOf(offer), context.crypto);
      return whyNoOffer(offer, verifier) ?? whyUnsigned(message, digest, context);
    }
    case "blame":
      return whyNoBlame(message, verifier);
    case "quit":
      return whyNotOver(message, verifier);
    default:
      return unreachable(message);
  }
}

const whyNoBlame = (blame: Blame, { context }: Verifier): string | null =>
  whyUnsigned(blame, blameDigest(blame.view, context.crypto), context);

function whyNoOffer(offer: Offer, verifier: Verifier): string | null {
  return remembered(offer, verifier, () => {
    const { context } = verifier;
    if (leaderOf(context, viewOf(offer)) !== offer.sender) return "not by the leader of its view";
    if (offer.kind === "new-view" && offer.high.view >= offer.view) return "on a later certificate";
    const because =
      offer.kind === "proposal"
        ? whyNoBlock(offer.block, verifier)
        : whyNoCertificate(offer.high, verifier);
    return because ?? whyUnsigned(offer, offerDigest(offer, context.crypto), context);
  });
}

/** A view is over with enough blames of it, or with two offers of it for blocks that conflict. */
function whyNotOver({ view, because }: Quit, verifier: Verifier): string | null {
  const { context, rules } = verifier;
  if (areBlames(because)) {
    if (because.some((blame) => blame.view !== view)) return "blames of another view";
    const needed = rules.blames(context.validators);
    return whyNoQuorum(because, blameDigest(view, context.crypto), needed, context);
  }
  const [one, other] = because;
  if (viewOf(one) !== view || viewOf(other) !== view) return "offers of another view";
  const unproven = firstReason(because, (offer) => whyNoOffer(offer, verifier));
  return unproven ?? (conflict(blockOf(one), blockOf(other)) ? null : "no conflict");
}

const areBlames = (because: Quit["because"]): because is readonly Blame[] =>
  because.every(({ kind }) => kind === "blame");

/** The id of a block stands for its content, and its certificate is its parent's. */
function whyNoBlock(block: Block, verifier: Verifier): string | null {
  return remembered(block, verifier, () => {
    if (idOf(block, verifier.context.crypto) !== block.id) return "not the block's id";
    if (leaderOf(verifier.context, block.view) !== block.proposer) return "not by its leader";
    const { justify, parent, height, view } = block;
    if (justify === null) return NO_MESSAGE;
    const { block: certified } = justify;
    if (certified.id !== parent || certified.height + 1 !== height || justify.view > view) {
      return "not on what it certifies";
    }
    return whyNoCertificate(justify, verifier);
  });
}

function whyNoCertificate(certificate: BlockCertificate, verifier: Verifier): string | null {
  const { view, block, votes } = certificate;
  if (block.id === GENESIS.id && block.justify === null) {
    if (block.height !== 0) return "not genesis";
    if (view === GENESIS_ROUND && votes.length === 0) return null;
  }
  return remembered(certificate, verifier, () => {
    const { context, rules } = verifier;
    const needed = rules.certifies(context.validators);
    const because = whyNoQuorum(votes, voteDigest(view, block, context.crypto), needed, context);
    if (because !== null || block.id === GENESIS.id) return because;
    return block.view > view ? "certified before its view" : whyNoBlock(block, verifier);
  });
}

/** Anything may come from a peer: nothing is looked into before it has the right shape. */
function isMessage(value: Fields): value is Message & Fields {
  switch (value["kind"]) {
    case "status":
      return isRound(value["view"]) && isCertificate(value["high"]);
    case "new-view":
    case "proposal":
      return isOffer(value);
    case "vote":
      return isSigned(value) && isOffer(value["offer"]);
    case "blame":
      return isBlame(value);
    case "quit":
      return isRound(value["view"]) && isReason(value["because"]);
    default:
      return false;
  }
}

const isBlame = (value: unknown): boolean =>
  isRecord(value) && value["kind"] === "blame" && isSigned(value) && isRound(value["view"]);

const isReason = (value: unknown): boolean =>
  isListOf(value, isBlame) ||
  (isListOf(value, isOffer) && Array.isArray(value) && value.length === 2);

function isOffer(value: unknown): boolean {
  if (!isSigned(value) || !isRecord(value)) return false;
  if (value["kind"] === "proposal") return isBlock(value["block"]) && !isGenesis(value["block"]);
  return value["kind"] === "new-view" && isRound(value["view"]) && isCertificate(value["high"]);
}

const isGenesis = (value: unknown): boolean => isRecord(value) && value["id"] === GENESIS.id;

/** A block is of a view, genesis of none; the certificate in it is looked into one at a time. */
const isBlock = (value: unknown): boolean =>
  isRecord(value) &&
  [value["id"], value["parent"], value["proposer"]].every(isText) &&
  Number.isSafeInteger(value["height"]) &&
  (isRound(value["view"]) || isGenesis(value)) &&
  isListOf(value["transactions"], isText) &&
  (isGenesis(value) ? value["justify"] === null : isCertificate(value["justify"]));

const isCertificate = (value: unknown): boolean =>
  isRecord(value) &&
  (isRound(value["view"]) || value["view"] === GENESIS_ROUND) &&
  isBlock(value["block"]) &&
  isListOf(value["votes"], isSigned);
