/** The two tracks of a view: an order, answers that decide, or a certificate and confirmations. */
import { decisionEntry, leaderInTurn } from "../../protocol/index.js";
import type { Effect, SenderSignature } from "../../protocol/index.js";
import { shownByCertificate, shownByDecision, idOf, signed } from "./messages.js";
import type {
  Answered,
  CommitCertificate,
  Decision,
  Message,
  Order,
  Value,
  Vote,
} from "./messages.js";
import { isActive, leads, statusesFor, votesFor } from "./replica.js";
import type { Replica } from "./replica.js";
import { decisive } from "./rules.js";
import type { Choice } from "./rules.js";

/** The timer that makes a replica ask for the next view. */
export const VIEW_TIMER = "view timer";
/** The timer after which a collector no longer waits for the answers of all. */
export const WAIT_TIMER = "wait for all answers";

/** Time for an order and the answers. */
const WAIT_DELTAS = 2;

/** The leader orders what its statuses let it order: what may be decided, or a value of its own. */
export function order(replica: Replica): void {
  const { state, context, rules, votesTo, effects } = replica;
  const { view } = state;
  const statuses = statusesFor(state, view).slice(0, rules.statuses(context.validators));
  const choice = choiceOf(replica, statuses);
  if (choice.kind === "none") {
    const { because } = choice;
    effects.push({ kind: "stuck", round: view, because });
    return;
  }
  const value = choice.kind === "one" ? choice.value : ownValue(replica);
  const message = signed<Order>({ kind: "order", view, value, statuses }, context);
  effects.push({ kind: "broadcast", message });
  if (votesTo === "all") return;
  const after = WAIT_DELTAS * context.delta;
  effects.push({ kind: "start-timer", timer: { name: WAIT_TIMER, round: view }, after });
}

/** In the first view there are no statuses, and no views before. */
const choiceOf = ({ context, rules }: Replica, statuses: Order["statuses"]): Choice =>
  statuses.length === 0 ? { kind: "any" } : rules.chooses(statuses, context.validators);

function ownValue({ state: { view }, context }: Replica): Value {
  const own = { view, proposer: context.self, transactions: context.transactions?.(view) ?? [] };
  return { id: idOf(own, context.crypto), ...own };
}

/** A replica answers the first order of its view, if the statuses in it allow the value. */
export function answer(replica: Replica, { view, value, statuses }: Order): void {
  const { state, context, rules, words, effects } = replica;
  if (view !== state.view || !isActive(state)) return;
  if (rules.firstOrderOnly && state.answered?.view === view) return;
  const choice = choiceOf(replica, statuses);
  const allowed = choice.kind === "one" ? choice.value.id === value.id : value.view === view;
  if (!allowed || choice.kind === "none") {
    const because = "not what its statuses allow";
    effects.push({ kind: "decided", what: words.answer, allowed: false, because });
    return;
  }
  state.answered = { value, view };
  vote(replica, signed<Vote>({ kind: "answer", view, value }, context));
}

function vote({ context, votesTo, effects }: Replica, message: Vote): void {
  if (votesTo === "all") effects.push({ kind: "broadcast", message });
  else effects.push({ kind: "send", to: leaderInTurn(context, message.view), message });
}

/** A vote is counted: once for each sender, kind, view and value. */
export function count(replica: Replica, message: Vote): void {
  const { state, context, rules, votesTo } = replica;
  const { kind, sender } = message;
  if (votesFor(state, kind, message).some((each) => each.sender === sender)) return;
  state.votes.push(message);
  const votes = votesFor(state, kind, message);
  if (votes.length >= decisive(rules, kind, context.validators)) decideBy(replica, message, votes);
  else if (kind === "answer" && votesTo === "all") certify(replica, message);
  else if (kind === "answer" && state.waited === state.view) certify(replica, message);
}

/** A collector that has not heard all certifies what it has heard of enough. */
export function stopWaiting(replica: Replica): void {
  const { state } = replica;
  state.waited = state.view;
  const ofThisView = state.votes.filter(
    ({ kind, view }) => kind === "answer" && view === state.view,
  );
  for (const each of ofThisView) certify(replica, each);
}

/** Enough answers are a commit certificate: confirmed, or distributed by the collector. */
function certify(replica: Replica, { view, value }: Vote): void {
  const { state, context, rules, votesTo, effects } = replica;
  const enough = rules.certifies(context.validators);
  const answers = votesFor(state, "answer", { view, value });
  if (answers.length < enough || view !== state.view || !isActive(state)) return;
  const certificate = { view, value, answers: signaturesOf(answers.slice(0, enough)) };
  if (votesTo === "all") confirm(replica, certificate);
  else if (state.distributed < view && leads(replica)) {
    state.distributed = view;
    effects.push(certified(replica, certificate));
    const message = { kind: "certificate", view, sender: context.self, certificate } as const;
    effects.push({ kind: "broadcast", message });
  }
}

/** A replica confirms that it has a commit certificate of its view. */
export function confirm(replica: Replica, certificate: CommitCertificate): void {
  const { state, context, votesTo, effects } = replica;
  const { view, value } = certificate;
  if (view !== state.view || state.certificate?.view === view || !isActive(state)) return;
  state.certificate = certificate;
  if (votesTo === "all") effects.push(certified(replica, certificate));
  vote(replica, signed<Vote>({ kind: "confirm", view, value }, context));
}

const certified = ({ words }: Replica, certificate: CommitCertificate): Effect<Message> => ({
  kind: "certified",
  certificate: shownByCertificate(certificate, words),
});

const signaturesOf = (votes: readonly Vote[]): readonly SenderSignature[] =>
  votes.map(({ sender, signature }) => ({ sender, signature }));

/** A collector tells the others what it has decided. */
function decideBy(replica: Replica, { kind, view, value }: Vote, votes: readonly Vote[]): void {
  const { state, context, words, votesTo, effects } = replica;
  if (state.decision !== null) return;
  const decision: Decision = { by: kind, view, value, votes: signaturesOf(votes) };
  effects.push({ kind: "certified", certificate: shownByDecision(decision, words) });
  decide(replica, decision);
  if (votesTo === "all") return;
  const message = { kind: "decided", view, sender: context.self, decision } as const;
  effects.push({ kind: "broadcast", message });
}

/** The first decision counts. Whoever has decided has nothing left to do by itself. */
export function decide({ state, effects }: Replica, decision: Decision): void {
  if (state.decision !== null) return;
  state.decision = decision;
  const { view: round, value } = decision;
  effects.push(
    { kind: "commit", entry: entryOf({ view: round, value }) },
    { kind: "stop-timer", timer: { name: VIEW_TIMER } },
    { kind: "stop-timer", timer: { name: WAIT_TIMER } },
    { kind: "halted" },
  );
}

const entryOf = ({ view: round, value: { id, transactions } }: Answered) =>
  decisionEntry({ id, round, slot: "slot 1", transactions });
