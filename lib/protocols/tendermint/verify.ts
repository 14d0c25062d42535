/** Why a message proves nothing: its shape, its signatures, its proposer, what it relays. */
import {
  isListOf,
  isRecord,
  isText,
  leaderInTurn,
  remembered,
  whyUnsigned as whyNotSigned,
} from "../../protocol/index.js";
import type { ReplicaContext, ReplicaId } from "../../protocol/index.js";
import { GENESIS, digestOf, idOf } from "./messages.js";
import type { Decision, Message, Proposal, Relay, Value, Vote } from "./messages.js";
import { NO_ROUND } from "./rules.js";
import type { Rules } from "./rules.js";

/** What a message is checked against. */
interface Verifier {
  readonly context: ReplicaContext;
  readonly rules: Pick<Rules, "decides">;
}

/** Who proposes in a round, by the host's word or in turns. */
export const proposerOf = leaderInTurn;

/** What is wrong with a message from `from`; null when all in it is signed as it must be. */
export function whyInvalid(message: Message, from: ReplicaId, verifier: Verifier): string | null {
  if (!isRecord(message)) return NO_MESSAGE;
  if (message.sender !== from) return "not from its sender";
  return remembered(message, verifier, () => {
    if (!isMessage(message, verifier)) return NO_MESSAGE;
    const { kind, relay } = message;
    return (
      (kind === "proposal" ? whyNotProposed(message, verifier) : whyUnsigned(message, verifier)) ??
      whyNotRelayed(relay, verifier)
    );
  });
}

const NO_MESSAGE = "no message of this protocol";

const whyUnsigned = (message: Vote | Proposal, { context }: Verifier): string | null =>
  whyNotSigned(message, digestOf(message, context.crypto), context);

function whyNotProposed(proposal: Proposal, verifier: Verifier): string | null {
  const { value, height, round, sender, validRound } = proposal;
  if (proposerOf(verifier.context, round) !== sender) return "not by the proposer of its round";
  if (value.height !== height || value.round > round) return "not a value of its height";
  if (validRound >= round) return "valid in no round before its own";
  if (validRound === NO_ROUND && value.proposer !== sender) return "another's value";
  if (idOf(value, verifier.context.crypto) !== value.id) return "not the value's id";
  return whyUnsigned(proposal, verifier);
}

function whyNotRelayed({ decisions, votes }: Relay, verifier: Verifier): string | null {
  let parent = GENESIS;
  for (const [below, decision] of decisions.entries()) {
    const { value } = decision;
    if (value.height !== below + 1 || value.parent !== parent) return "decisions with a gap";
    const because = whyNoDecision(decision, verifier);
    if (because !== null) return because;
    parent = value.id;
  }
  return whyNoVotes(votes, verifier);
}

/** Messages relay the same decisions again and again: each is checked once, its shape as well. */
const whyNoDecision = (decision: Decision, verifier: Verifier): string | null =>
  remembered(decision, verifier, () =>
    isDecision(decision, verifier) ? whyUndecided(decision, verifier) : NO_MESSAGE,
  );

function whyUndecided({ value, precommits }: Decision, verifier: Verifier): string | null {
  const { crypto, validators } = verifier.context;
  if (idOf(value, crypto) !== value.id) return "not the value's id";
  const [first] = precommits;
  const isOfFirst = (vote: Vote): boolean =>
    vote.kind === "precommit" &&
    vote.height === value.height &&
    vote.value === value.id &&
    vote.round === first?.round;
  const senders = new Set(precommits.map(({ sender }) => sender));
  if (!precommits.every(isOfFirst) || senders.size !== precommits.length) {
    return "no votes for one value";
  }
  if (senders.size < verifier.rules.decides(validators)) return "not decided";
  return whyNoVotes(precommits, verifier);
}

function whyNoVotes(votes: readonly Vote[], verifier: Verifier): string | null {
  for (const vote of votes) {
    const because = whyNoVote(vote, verifier);
    if (because !== null) return because;
  }
  return null;
}

const whyNoVote = (vote: Vote, verifier: Verifier): string | null =>
  remembered(vote, verifier, () => (isVote(vote) ? whyUnsigned(vote, verifier) : NO_MESSAGE));

/** Anything may come from a peer: nothing is looked into before it has the right shape. */
function isMessage(value: unknown, verifier: Verifier): value is Message {
  if (!isRecord(value)) return false;
  if (!(value["kind"] === "proposal" ? isProposal(value) : isVote(value))) return false;
  const { relay } = value;
  if (!isRecord(relay)) return false;
  const isRelayed = (decision: unknown): boolean =>
    isRecord(decision) && whyNoDecision(decision as unknown as Decision, verifier) !== NO_MESSAGE;
  return isListOf(relay["decisions"], isRelayed) && areVotes(relay["votes"], verifier);
}

const areVotes = (value: unknown, verifier: Verifier): boolean =>
  isListOf(
    value,
    (vote) => isRecord(vote) && whyNoVote(vote as unknown as Vote, verifier) !== NO_MESSAGE,
  );

const isNumber = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && Number(value) >= least;

const isSigned = ({ height, round, sender, signature }: Readonly<Record<string, unknown>>) =>
  isNumber(height, 1) && isNumber(round, 1) && isText(sender) && isText(signature);

function isVote(value: unknown): value is Vote {
  if (!isRecord(value) || !isSigned(value)) return false;
  const { kind, value: voted } = value;
  return (kind === "prevote" || kind === "precommit") && (voted === null || isText(voted));
}

const isProposal = (value: Readonly<Record<string, unknown>>): boolean =>
  isSigned(value) && isValue(value["value"]) && isNumber(value["validRound"], 0);

const isDecision = ({ value, precommits }: Decision, verifier: Verifier): boolean =>
  isValue(value) && areVotes(precommits, verifier);

function isValue(value: unknown): value is Value {
  if (!isRecord(value) || value["id"] === GENESIS) return false;
  const { id, parent, height, round, proposer, transactions } = value;
  return (
    [id, parent, proposer].every(isText) &&
    isNumber(height, 1) &&
    isNumber(round, 1) &&
    isListOf(transactions, isText)
  );
}
