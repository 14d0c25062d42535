/** Why a message proves nothing: its shape, its signatures, its primary, what it contains. */
import {
  firstReason,
  isListOf,
  isRecord,
  isRound,
  isText,
  remembered,
  whyUnsigned as whyNotSigned,
} from "../../protocol/index.js";
import type { Fields, ReplicaId } from "../../protocol/index.js";
import { digestOf, idOf } from "./messages.js";
import type {
  Decision,
  Message,
  NewView,
  Phase,
  Prepared,
  PrePrepare,
  Request,
  SignedMessage,
  ViewChange,
} from "./messages.js";
import { LOG, primaryOf } from "./replica.js";
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
  switch (message.kind) {
    case "pre-prepare":
      return whyNoOrder(message, verifier);
    case "prepare":
    case "commit":
      return whyUnsigned(message, verifier);
    case "view-change":
      return whyNoChange(message, verifier);
    case "new-view":
      return whyNoNewView(message, verifier);
    case "decided":
      return firstReason(message.decisions, (decision) => whyUndecided(decision, verifier));
  }
}

const whyUnsigned = (message: SignedMessage, { context }: Verifier): string | null =>
  whyNotSigned(message, digestOf(message, context.crypto), context);

function whyNoOrder(order: PrePrepare, verifier: Verifier): string | null {
  return remembered(order, verifier, () => {
    const { view, sequence, request, sender } = order;
    const { context } = verifier;
    if (primaryOf(context, view) !== sender) return "not by the primary of its view";
    if (request.sequence !== sequence || request.view > view) return "another's request";
    if (idOf(request, context.crypto) !== request.id) return "not the request's digest";
    return whyUnsigned(order, verifier);
  });
}

function whyNoChange(change: ViewChange, verifier: Verifier): string | null {
  return remembered(change, verifier, () => {
    const { view, prepared } = change;
    const sequences = new Set(prepared.map(({ order }) => order.sequence));
    if (sequences.size !== prepared.length) return "a sequence number is prepared twice";
    if (prepared.some(({ order }) => order.view >= view)) return "prepared in a view to come";
    return (
      firstReason(prepared, (each) => whyUnprepared(each, verifier)) ??
      whyUnsigned(change, verifier)
    );
  });
}

function whyUnprepared({ order, prepares }: Prepared, verifier: Verifier): string | null {
  const { view, sequence, request, sender } = order;
  const isMatching = (phase: Phase): boolean =>
    phase.kind === "prepare" &&
    phase.view === view &&
    phase.sequence === sequence &&
    phase.digest === request.id;
  const senders = new Set([sender, ...prepares.map((prepare) => prepare.sender)]);
  if (!prepares.every(isMatching) || senders.size !== prepares.length + 1) {
    return "no prepares of one order";
  }
  if (senders.size < verifier.rules.prepares(verifier.context.validators)) return "not prepared";
  return (
    whyNoOrder(order, verifier) ?? firstReason(prepares, (each) => whyUnsigned(each, verifier))
  );
}

function whyNoNewView(newView: NewView, verifier: Verifier): string | null {
  const { view, changes, sender } = newView;
  const { context, rules } = verifier;
  if (primaryOf(context, view) !== sender) return "not by the primary of its view";
  if (changes.some((change) => change.view !== view)) return "view changes to another view";
  const senders = new Set(changes.map((change) => change.sender));
  if (senders.size !== changes.length) return "a replica's view change counts once";
  if (senders.size < rules.changes(context.validators)) return "too few view changes";
  return (
    firstReason(changes, (each) => whyNoChange(each, verifier)) ?? whyUnsigned(newView, verifier)
  );
}

/** What is wrong with a decision; null if enough commits of one view decide it. */
export function whyUndecided(decision: Decision, verifier: Verifier): string | null {
  return remembered(decision, verifier, () => {
    const { request, commits } = decision;
    const { context, rules } = verifier;
    if (idOf(request, context.crypto) !== request.id) return "not the request's digest";
    const isMatching = ({ kind, view, sequence, digest }: Phase): boolean =>
      kind === "commit" &&
      view === commits[0]?.view &&
      sequence === request.sequence &&
      digest === request.id;
    const senders = new Set(commits.map(({ sender }) => sender));
    if (!commits.every(isMatching) || senders.size !== commits.length) return "no commits of one";
    if (senders.size < rules.commits(context.validators)) return "not decided";
    return firstReason(commits, (each) => whyUnsigned(each, verifier));
  });
}

/** Anything may come from a peer: nothing is looked into before it has the right shape. */
function isMessage(value: Fields): boolean {
  switch (value["kind"]) {
    case "pre-prepare":
      return isOrder(value);
    case "prepare":
    case "commit":
      return isPhase(value);
    case "view-change":
      return isChange(value);
    case "new-view":
      return isSigned(value) && isListOf(value["changes"], isChange);
    case "decided":
      return isRound(value["view"]) && isListOf(value["decisions"], isDecision);
    default:
      return false;
  }
}

const isSequence = (value: unknown): boolean => LOG.some((sequence) => sequence === value);

const isSigned = ({ view, sender, signature }: Fields): boolean =>
  isRound(view) && isText(sender) && isText(signature);

const isPhase = (value: unknown): value is Phase =>
  isRecord(value) &&
  (value["kind"] === "prepare" || value["kind"] === "commit") &&
  isSigned(value) &&
  isSequence(value["sequence"]) &&
  isText(value["digest"]);

const isRequest = (value: unknown): value is Request =>
  isRecord(value) &&
  isText(value["id"]) &&
  isSequence(value["sequence"]) &&
  isRound(value["view"]) &&
  isListOf(value["transactions"], isText);

const isOrder = (value: unknown): value is PrePrepare =>
  isRecord(value) &&
  value["kind"] === "pre-prepare" &&
  isSigned(value) &&
  isSequence(value["sequence"]) &&
  isRequest(value["request"]);

const isPrepared = (value: unknown): boolean =>
  isRecord(value) && isOrder(value["order"]) && isListOf(value["prepares"], isPhase);

const isChange = (value: unknown): boolean =>
  isRecord(value) &&
  value["kind"] === "view-change" &&
  isSigned(value) &&
  Number(value["view"]) > 1 &&
  isListOf(value["prepared"], isPrepared);

const isDecision = (value: unknown): boolean =>
  isRecord(value) && isRequest(value["request"]) && isListOf(value["commits"], isPhase);
