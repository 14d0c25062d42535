/** Why a message proves nothing: its shape, its signatures, its leader, its chain. */
import { GENESIS_ROUND, remembered, unreachable } from "../../protocol/index.js";
import type { ReplicaContext, ReplicaId, Round } from "../../protocol/index.js";
import { GENESIS, digestOf, idOf, tipOf } from "./messages.js";
import type { Block, Chain, Message, Proposal, SenderSignature } from "./messages.js";
import type { Rules } from "./rules.js";

/** What a message is checked against. */
interface Verifier {
  readonly context: ReplicaContext;
  readonly rules: Pick<Rules, "quorum">;
}

/** Who leads an epoch, by the host's word or in turns. DEVIATION: the paper draws by a hash. */
export function leaderOf({ leaderOf, validators, self }: ReplicaContext, epoch: Round): ReplicaId {
  return leaderOf?.(epoch) ?? validators.ids[epoch % validators.ids.length] ?? self;
}

/** What is wrong with a message from `from`; null when all in it is signed as it must be. */
export function whyInvalid(message: Message, from: ReplicaId, verifier: Verifier): string | null {
  if (!isRecord(message)) return NO_MESSAGE;
  if (message.sender !== from) return "not from its sender";
  return remembered(message, verifier, () => whyUnproven(message, verifier));
}

const NO_MESSAGE = "no message of this protocol";

function whyUnproven(message: Message, verifier: Verifier): string | null {
  if (!isMessage(message)) return NO_MESSAGE;
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
  { sender, signature }: SenderSignature,
  { context: { crypto, validators } }: Verifier,
): string | null {
  if (idOf(block, crypto) !== block.id) return "not the block's id";
  if (validators.indexOf(sender) === undefined) return "signed by a stranger";
  return crypto.verify(sender, digestOf(as, block, crypto), signature) ? null : "wrong signature";
}

function whyNotNotarized(chain: Chain, verifier: Verifier): string | null {
  let parent = tipOf([]);
  for (const { block, votes } of chain) {
    if (block.parent !== parent.id || block.epoch <= parent.epoch) return "no chain";
    if (new Set(votes.map(({ sender }) => sender)).size !== votes.length) return "a vote twice";
    if (votes.length < verifier.rules.quorum(verifier.context.validators)) return "not notarized";
    for (const vote of votes) {
      const because = whyUnsigned("vote", block, vote, verifier);
      if (because !== null) return because;
    }
    parent = block;
  }
  return null;
}

/** Anything may come from a peer: nothing is looked into before it has the right shape. */
function isMessage(value: unknown): value is Message {
  if (!isRecord(value) || typeof value["sender"] !== "string") return false;
  const { kind, block, chain } = value;
  if (kind === "vote") return isBlock(block) && isSigned(value);
  if (kind === "proposal") return isBlock(block) && isSigned(value) && isChain(chain);
  return kind === "echo" && isEpoch(value["epoch"]) && isChain(chain);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const isText = (value: unknown): value is string => typeof value === "string";

const isEpoch = (value: unknown): value is Round =>
  Number.isSafeInteger(value) && Number(value) > GENESIS_ROUND;

const isSigned = (value: unknown): boolean =>
  isRecord(value) && isText(value["sender"]) && isText(value["signature"]);

const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem);

const isChain = (value: unknown): boolean =>
  isListOf(
    value,
    (each) => isRecord(each) && isBlock(each["block"]) && isListOf(each["votes"], isSigned),
  );

function isBlock(value: unknown): boolean {
  if (!isRecord(value) || value["id"] === GENESIS) return false;
  const { id, parent, epoch, proposer, transactions } = value;
  return [id, parent, proposer].every(isText) && isEpoch(epoch) && isListOf(transactions, isText);
}
