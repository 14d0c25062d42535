/** Why a message proves nothing: its shape, its signatures, its leader, its certificates. */
import {
  GENESIS_ROUND,
  isRecord,
  isRound,
  isSigned,
  isText,
  leaderInTurn,
  remembered,
  unreachable,
  whyUnsigned,
} from "../../protocol/index.js";
import type { ReplicaContext, ReplicaId, SenderSignature } from "../../protocol/index.js";
import { GENESIS, digestOf, idOf, newViewDigest } from "./messages.js";
import type { Block, Message, NewView, Proposal, QuorumCertificate } from "./messages.js";
import type { Rules } from "./rules.js";

/** What a message is checked against. */
interface Verifier {
  readonly context: ReplicaContext;
  readonly rules: Pick<Rules, "quorum">;
}

/** Who leads a view, by the host's word or in turns. */
export const leaderOf = leaderInTurn;

/** What is wrong with a message from `from`; null when all in it is signed as it must be. */
export function whyInvalid(message: Message, from: ReplicaId, verifier: Verifier): string | null {
  if (!isRecord(message)) return NO_MESSAGE;
  if (message.sender !== from) return "not from its sender";
  return remembered(message, verifier, () => whyUnproven(message, verifier));
}

const NO_MESSAGE = "no message of this protocol";
const KINDS: readonly Message["kind"][] = ["proposal", "vote", "new-view"];

function whyUnproven(message: unknown, verifier: Verifier): string | null {
  if (!isMessage(message)) return NO_MESSAGE;
  switch (message.kind) {
    case "proposal":
      return whyNotProposed(message, verifier);
    case "vote":
      return whyNoBlock(message.block, verifier) ?? whyNoVote(message.block, message, verifier);
    case "new-view":
      return whyNoNewView(message, verifier);
    default:
      return unreachable(message);
  }
}

function whyNotProposed(proposal: Proposal, verifier: Verifier): string | null {
  const { block, proof, sender } = proposal;
  const because = whyNoBlock(block, verifier);
  if (because !== null) return because;
  const { crypto } = verifier.context;
  if (block.proposer !== sender || leaderOf(verifier.context, block.view) !== sender) {
    return "not by the leader of its view";
  }
  return (
    whyUnsigned(proposal, digestOf("proposal", block, crypto), verifier.context) ??
    whyNotProven(proof, block, verifier)
  );
}

/** A proof is n-f new-view messages of the view before, none of them with a higher certificate. */
function whyNotProven(proof: unknown, block: Block, verifier: Verifier): string | null {
  if (!Array.isArray(proof)) return NO_MESSAGE;
  if (proof.length === 0) return null;
  const senders = new Set<ReplicaId>();
  for (const each of proof as readonly unknown[]) {
    if (!isMessage(each) || each.kind !== "new-view") return NO_MESSAGE;
    const because = remembered(each, verifier, () => whyNoNewView(each, verifier));
    if (because !== null) return because;
    if (each.view + 1 !== block.view) return "proof of another view";
    if (each.high.block.view > (block.justify?.block.view ?? GENESIS_ROUND)) {
      return "not on the highest certificate of its proof";
    }
    senders.add(each.sender);
  }
  return senders.size < verifier.context.validators.quorum ? "proof of too few" : null;
}

function whyNoNewView(newView: NewView, verifier: Verifier): string | null {
  const { view, high } = newView;
  if (!isRound(view)) return NO_MESSAGE;
  const because = whyNoCertificate(high, verifier);
  if (because !== null) return because;
  if (high.block.view > view) return "certificate of a later view";
  return whyUnsigned(newView, newViewDigest(newView, verifier.context.crypto), verifier.context);
}

/** The id of a block stands for its content, and its certificate is its parent's. */
function whyNoBlock(block: Block, verifier: Verifier): string | null {
  if (!isBlock(block)) return NO_MESSAGE;
  return remembered(block, verifier, () => {
    if (idOf(block, verifier.context.crypto) !== block.id) return "not the block's id";
    const { justify, parent, view } = block;
    if (!isRecord(justify) || !isRecord(justify.block)) return NO_MESSAGE;
    const { block: certified } = justify;
    if (certified.id !== parent || !(certified.view < view)) return "not on what it certifies";
    return whyNoCertificate(justify, verifier);
  });
}

function whyNoCertificate(qc: QuorumCertificate, verifier: Verifier): string | null {
  if (!isRecord(qc)) return NO_MESSAGE;
  return remembered(qc, verifier, () => {
    const { block, votes } = qc;
    if (isGenesis(block)) return null;
    const because = whyNoBlock(block, verifier);
    if (because !== null) return because;
    if (!Array.isArray(votes) || !votes.every(isSigned)) return NO_MESSAGE;
    const senders = new Set(votes.map(({ sender }) => sender));
    if (senders.size !== votes.length) return "a vote twice";
    if (senders.size < verifier.rules.quorum(verifier.context.validators)) return "not certified";
    for (const vote of votes) {
      const wrong = whyNoVote(block, vote, verifier);
      if (wrong !== null) return wrong;
    }
    return null;
  });
}

const whyNoVote = (block: Block, vote: SenderSignature, verifier: Verifier): string | null =>
  whyUnsigned(vote, digestOf("vote", block, verifier.context.crypto), verifier.context);

/** Anything may come from a peer: nothing is looked into before it has the right shape. */
const isMessage = (value: unknown): value is Message =>
  isSigned(value) && "kind" in value && KINDS.some((kind) => kind === value.kind);

function isBlock(value: unknown): value is Block {
  if (!isRecord(value)) return false;
  const { id, parent, view, proposer, transactions } = value;
  if (![id, parent, proposer].every(isText) || !isRound(view)) return false;
  return Array.isArray(transactions) && transactions.every(isText);
}

const isGenesis = (value: unknown): boolean =>
  isRecord(value) &&
  value["id"] === GENESIS.id &&
  value["view"] === GENESIS_ROUND &&
  value["justify"] === null;
