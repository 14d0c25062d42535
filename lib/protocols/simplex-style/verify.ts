/** Why a message proves nothing: its shape, its signatures, its leader, its path. */
import {
  firstReason,
  isListOf,
  isRecord,
  isRound,
  isSigned,
  isText,
  leaderInTurn,
  nextRound,
  remembered,
  whyNoQuorum,
  whyUnsigned,
} from "../../protocol/index.js";
import type { Fields, ReplicaId, Round } from "../../protocol/index.js";
import { GENESIS, blockDigest, endOf, idOf, nullifyDigest } from "./messages.js";
import type { Block, Message, Notarization, Nullification, Path, Proposal } from "./messages.js";
import type { Replica } from "./replica.js";

/** What a message is checked against. */
type Verifier = Pick<Replica, "context" | "rules">;

const NO_MESSAGE = "no message of this protocol";

/** What is wrong with a message from `from`; null when all in it is signed as it must be. */
export function whyInvalid(message: Message, from: ReplicaId, verifier: Verifier): string | null {
  if (!isRecord(message)) return NO_MESSAGE;
  if (message.sender !== from) return "not from its sender";
  return remembered(message, verifier, () =>
    isMessage(message) ? whyWrong(message, verifier) : NO_MESSAGE,
  );
}

function whyWrong(message: Message, verifier: Verifier): string | null {
  const { context } = verifier;
  const { crypto } = context;
  switch (message.kind) {
    case "proposal":
      return whyNotProposed(message, verifier);
    case "notarize":
    case "finalize":
      return (
        whyNoBlock(message.block, verifier) ??
        whyUnsigned(message, blockDigest(message.kind, message.block, crypto), context)
      );
    case "nullify":
      return (
        whyNoPathTo(message.view, message.path, verifier) ??
        whyUnsigned(message, nullifyDigest(message.view, crypto), context)
      );
    case "certificate":
      return whyNoPathTo(nextRound(message.view), message.path, verifier);
  }
}

function whyNotProposed(proposal: Proposal, verifier: Verifier): string | null {
  const { block, skipped, sender } = proposal;
  const { context } = verifier;
  const { view, proposer, justify } = block;
  if (proposer !== sender || leaderInTurn(context, view) !== sender) {
    return "not by the leader of its view";
  }
  return (
    whyNoBlock(block, verifier) ??
    whyNoPathTo(view, { certified: justify, skipped }, verifier) ??
    whyUnsigned(proposal, blockDigest("proposal", block, context.crypto), context)
  );
}

/** A path has a certificate of each view from its notarization to the view that it leads to. */
function whyNoPathTo(view: Round, path: Path, verifier: Verifier): string | null {
  const { certified, skipped } = path;
  const first = endOf({ certified, skipped: [] }) + 1;
  const isWhole =
    skipped.every((each, index) => each.view === first + index) && nextRound(endOf(path)) === view;
  if (!isWhole && verifier.rules.checksSkipped) return "a view before it is not skipped";
  return (
    (certified === null ? null : whyNoNotarization(certified, verifier)) ??
    firstReason(skipped, (each) => whyNoNullification(each, verifier))
  );
}

/** The id of a block stands for its content, and its certificate is its parent's. */
function whyNoBlock(block: Block, verifier: Verifier): string | null {
  return remembered(block, verifier, () => {
    const { parent, view, justify } = block;
    if (block.id !== idOf(block, verifier.context.crypto)) return "not the block's id";
    if (justify === null) return parent === GENESIS ? null : "without its parent's certificate";
    if (!isNotarization(justify)) return NO_MESSAGE;
    if (justify.block.id !== parent || justify.block.view >= view) {
      return "not on what it certifies";
    }
    return whyNoNotarization(justify, verifier);
  });
}

function whyNoNotarization(notarization: Notarization, verifier: Verifier): string | null {
  return remembered(notarization, verifier, () => {
    const { block, votes } = notarization;
    const { context, rules } = verifier;
    const digest = blockDigest("notarize", block, context.crypto);
    const needed = rules.notarizes(context.validators);
    return whyNoBlock(block, verifier) ?? whyNoQuorum(votes, digest, needed, context);
  });
}

function whyNoNullification(nullification: Nullification, verifier: Verifier): string | null {
  return remembered(nullification, verifier, () => {
    const { view, votes } = nullification;
    const { context, rules } = verifier;
    const needed = rules.nullifies(context.validators);
    return whyNoQuorum(votes, nullifyDigest(view, context.crypto), needed, context);
  });
}

/** Anything may come from a peer: nothing is looked into before it has the right shape. */
function isMessage(value: Fields): boolean {
  switch (value["kind"]) {
    case "proposal":
      return isSigned(value) && isBlock(value["block"]) && areSkipped(value["skipped"]);
    case "notarize":
    case "finalize":
      return isSigned(value) && isBlock(value["block"]);
    case "nullify":
      return isSigned(value) && isRound(value["view"]) && isPath(value["path"]);
    case "certificate":
      return isRound(value["view"]) && isPath(value["path"]);
    default:
      return false;
  }
}

/** The certificate in it is looked into later, one block at a time. */
const isBlock = (value: unknown): value is Block =>
  isRecord(value) &&
  [value["id"], value["parent"], value["proposer"]].every(isText) &&
  value["id"] !== GENESIS &&
  isRound(value["view"]) &&
  isListOf(value["transactions"], isText) &&
  (value["justify"] === null || isNotarization(value["justify"]));

const isNotarization = (value: unknown): value is Notarization =>
  isRecord(value) &&
  value["kind"] === "notarization" &&
  isBlock(value["block"]) &&
  isListOf(value["votes"], isSigned);

const isNullification = (value: unknown): value is Nullification =>
  isRecord(value) &&
  value["kind"] === "nullification" &&
  isRound(value["view"]) &&
  isListOf(value["votes"], isSigned);

const areSkipped = (value: unknown): boolean => isListOf(value, isNullification);

const isPath = (value: unknown): value is Path =>
  isRecord(value) &&
  (value["certified"] === null || isNotarization(value["certified"])) &&
  areSkipped(value["skipped"]);
