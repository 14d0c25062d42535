/** Why a message proves nothing: its shape, its signatures, its leader, its chain. */
import {
  isListOf,
  isRecord,
  isRound,
  isSigned,
  isText,
  leaderInTurn,
  remembered,
  unreachable,
  whyUnsigned as whyNotSigned,
} from "../../protocol/index.js";
import type { ReplicaContext, ReplicaId, SenderSignature } from "../../protocol/index.js";
import { GENESIS, digestOf, idOf, tipOf } from "./messages.js";
import type { Block, Chain, Message, Proposal, VotedBlock } from "./messages.js";
import type { Rules } from "./rules.js";

/** What a message is checked against. */
interface Verifier {
  readonly context: ReplicaContext;
  readonly rules: Pick<Rules, "quorum">;
}

/** Who leads an epoch, by the host's word or in turns. DEVIATION: the paper draws by a hash. */
export const leaderOf = leaderInTurn;

/** What is wrong with a message from `from`; null when all in it is signed as it must be. */
export function whyInvalid(message: Message, from: ReplicaId, verifier: Verifier): string | null {
  if (!isRecord(message)) return NO_MESSAGE;
  if (message.sender !== from) return "not from its sender";
  return remembered(message, verifier, () => whyUnproven(message, verifier));
}

const NO_MESSAGE = "no message of this protocol";

function whyUnproven(message: Message, verifier: Verifier): string | null {
  if (!isMessage(message, verifier)) return NO_MESSAGE;
  switch (message.kind) {
    case "vote":
      return whyUnsigned("vote", message.block, message, verifier);
    case "proposal":
      return whyNotProposed(message, verifier);
    case "echo":
      return whyNotNotarized(message.chain, verifier);
    default:
      return unreachable(message);
  }
}

function whyNotProposed(proposal: Proposal, verifier: Verifier): string | null {
  const { block, chain, sender } = proposal;
  const parent = tipOf(chain);
  if (block.proposer !== sender || leaderOf(verifier.context, block.epoch) !== sender) {
    return "not by the leader of its epoch";
  }
  if (block.parent !== parent.id || block.epoch <= parent.epoch) return "not on top of its chain";
  return whyUnsigned("proposal", block, proposal, verifier) ?? whyNotNotarized(chain, verifier);
}

/** The id of a block stands for its content, and a signature is under the id. */
function whyUnsigned(
  as: "proposal" | "vote",
  block: Block,
  signature: SenderSignature,
  { context }: Verifier,
): string | null {
  const { crypto } = context;
  if (idOf(block, crypto) !== block.id) return "not the block's id";
  return whyNotSigned(signature, digestOf(as, block, crypto), context);
}

function whyNotNotarized(chain: Chain, verifier: Verifier): string | null {
  let parent = tipOf([]);
  for (const link of chain) {
    const { block } = link;
    if (block.parent !== parent.id || block.epoch <= parent.epoch) return "no chain";
    const because = whyNoLink(link, verifier);
    if (because !== null) return because;
    parent = block;
  }
  return null;
}

/** Why a block with its votes can stand in no chain. Chains share them: each is checked once. */
const whyNoLink = (link: VotedBlock, verifier: Verifier): string | null =>
  remembered(link, verifier, () =>
    isVotedBlock(link) ? whyNotVotedFor(link, verifier) : NO_MESSAGE,
  );

function whyNotVotedFor({ block, votes }: VotedBlock, verifier: Verifier): string | null {
  if (new Set(votes.map(({ sender }) => sender)).size !== votes.length) return "a vote twice";
  if (votes.length < verifier.rules.quorum(verifier.context.validators)) return "not notarized";
  for (const vote of votes) {
    const because = whyUnsigned("vote", block, vote, verifier);
    if (because !== null) return because;
  }
  return null;
}

/** Anything may come from a peer: nothing is looked into before it has the right shape. */
function isMessage(value: unknown, verifier: Verifier): value is Message {
  if (!isRecord(value) || typeof value["sender"] !== "string") return false;
  const { kind, block, chain } = value;
  if (kind === "vote") return isBlock(block) && isSigned(value);
  const isChain = (): boolean => isListOf(chain, (link) => isLink(link, verifier));
  if (kind === "proposal") return isBlock(block) && isSigned(value) && isChain();
  return kind === "echo" && isRound(value["epoch"]) && isChain();
}

/** Whether a value has the shape of a block with its votes, be they right or wrong. */
const isLink = (value: unknown, verifier: Verifier): boolean =>
  isRecord(value) && whyNoLink(value as unknown as VotedBlock, verifier) !== NO_MESSAGE;

const isVotedBlock = ({ block, votes }: VotedBlock): boolean =>
  isBlock(block) && isListOf(votes, isSigned);

function isBlock(value: unknown): boolean {
  if (!isRecord(value) || value["id"] === GENESIS) return false;
  const { id, parent, epoch, proposer, transactions } = value;
  return [id, parent, proposer].every(isText) && isRound(epoch) && isListOf(transactions, isText);
}
