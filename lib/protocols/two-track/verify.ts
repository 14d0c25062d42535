/** Why a message proves nothing: its shape, its signatures, its leader, what it contains. */
import {
  FIRST_ROUND,
  firstReason,
  isListOf,
  isRecord,
  isRound,
  isSigned,
  isText,
  leaderInTurn,
  remembered,
  whyNoQuorum,
  whyUnsigned,
} from "../../protocol/index.js";
import type { Fields, ReplicaId } from "../../protocol/index.js";
import { digestOf, idOf, voteDigest } from "./messages.js";
import type {
  Answered,
  CommitCertificate,
  Decision,
  Message,
  Order,
  Status,
  Value,
} from "./messages.js";
import type { Replica } from "./replica.js";
import { decisive } from "./rules.js";

/** What a message is checked against. */
type Verifier = Pick<Replica, "context" | "rules" | "votesTo">;

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
  const { context, votesTo } = verifier;
  switch (message.kind) {
    case "order":
      return whyNoOrder(message, verifier);
    case "answer":
    case "confirm":
      return (
        whyNoValue(message.value, verifier) ??
        whyUnsigned(message, digestOf(message, context.crypto), context)
      );
    case "status":
      return whyNoStatus(message, verifier);
    case "certificate":
      if (votesTo === "all") return NO_MESSAGE;
      if (message.certificate.view !== message.view) return "a certificate of another view";
      return whyNoCertificate(message.certificate, verifier);
    case "decided":
      return whyUndecided(message.decision, verifier);
  }
}

/** The id of a value stands for its content. */
const whyNoValue = (value: Value, { context }: Verifier): string | null =>
  idOf(value, context.crypto) === value.id ? null : "not the value's id";

function whyNoOrder(order: Order, verifier: Verifier): string | null {
  const { view, value, statuses, sender } = order;
  const { context, rules } = verifier;
  if (leaderInTurn(context, view) !== sender) return "not by the leader of its view";
  if (value.view > view) return "a value of a view to come";
  if (value.view === view && value.proposer !== sender) return "another's value";
  if (statuses.some((status) => status.view !== view)) return "statuses for another view";
  const senders = new Set(statuses.map((status) => status.sender));
  if (senders.size !== statuses.length) return "a replica's status counts once";
  const needed = view === FIRST_ROUND ? 0 : rules.statuses(context.validators);
  if (senders.size !== needed) return "not as many statuses as a view needs";
  return (
    whyNoValue(value, verifier) ??
    firstReason(statuses, (each) => whyNoStatus(each, verifier)) ??
    whyUnsigned(order, digestOf(order, context.crypto), context)
  );
}

function whyNoStatus(status: Status, verifier: Verifier): string | null {
  return remembered(status, verifier, () => {
    const { view, answered, certificate } = status;
    const { context } = verifier;
    const known = [answered, certificate].filter((each) => each !== null);
    if (known.some((each) => each.view >= view)) return "of a view to come";
    return (
      firstReason(known, (each) => whyNoValue(each.value, verifier)) ??
      (certificate === null ? null : whyNoCertificate(certificate, verifier)) ??
      whyUnsigned(status, digestOf(status, context.crypto), context)
    );
  });
}

function whyNoCertificate(certificate: CommitCertificate, verifier: Verifier): string | null {
  return remembered(certificate, verifier, () => {
    const { context, rules } = verifier;
    const digest = voteDigest("answer", certificate, context.crypto);
    const needed = rules.certifies(context.validators);
    return (
      whyNoValue(certificate.value, verifier) ??
      whyNoQuorum(certificate.answers, digest, needed, context)
    );
  });
}

function whyUndecided(decision: Decision, verifier: Verifier): string | null {
  return remembered(decision, verifier, () => {
    const { context, rules } = verifier;
    const digest = voteDigest(decision.by, decision, context.crypto);
    const needed = decisive(rules, decision.by, context.validators);
    return (
      whyNoValue(decision.value, verifier) ?? whyNoQuorum(decision.votes, digest, needed, context)
    );
  });
}

/** Anything may come from a peer: nothing is looked into before it has the right shape. */
function isMessage(value: Fields): boolean {
  switch (value["kind"]) {
    case "order":
      return isAnswered(value) && isSigned(value) && isListOf(value["statuses"], isStatus);
    case "answer":
    case "confirm":
      return isAnswered(value) && isSigned(value);
    case "status":
      return isStatus(value);
    case "certificate":
      return isRound(value["view"]) && isCertificate(value["certificate"]);
    case "decided":
      return isRound(value["view"]) && isDecision(value["decision"]);
    default:
      return false;
  }
}

const isValue = (value: unknown): value is Value =>
  isRecord(value) &&
  isText(value["id"]) &&
  isRound(value["view"]) &&
  isText(value["proposer"]) &&
  isListOf(value["transactions"], isText);

const isAnswered = (value: unknown): value is Answered =>
  isRecord(value) && isRound(value["view"]) && isValue(value["value"]);

const isCertificate = (value: unknown): value is CommitCertificate =>
  isAnswered(value) && "answers" in value && isListOf(value.answers, isSigned);

const isStatus = (value: unknown): value is Status =>
  isSigned(value) &&
  isRecord(value) &&
  value["kind"] === "status" &&
  isRound(value["view"]) &&
  (value["answered"] === null || isAnswered(value["answered"])) &&
  (value["certificate"] === null || isCertificate(value["certificate"]));

const isDecision = (value: unknown): value is Decision =>
  isAnswered(value) &&
  "by" in value &&
  (value.by === "answer" || value.by === "confirm") &&
  "votes" in value &&
  isListOf(value.votes, isSigned);
