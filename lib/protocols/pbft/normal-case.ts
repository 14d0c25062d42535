/** PBFT while the primary is followed (section 4.2): pre-prepare, prepare, commit. */
import { decisionEntry } from "../../protocol/index.js";
import type { Round } from "../../protocol/index.js";
import { decisionCertificate, idOf, preparedCertificate, signed } from "./messages.js";
import type { Decision, Phase, PrePrepare, Request, SequenceNumber } from "./messages.js";
import { isActive, isDone, LOG } from "./replica.js";
import type { Replica } from "./replica.js";
import { isOrderedBy, orderedAgain } from "./new-view.js";
import { whyUndecided } from "./verify.js";

/** The timer that makes a replica ask for the next view. */
export const VIEW_TIMER = "view timer";

/**
 * The primary orders a request for each sequence number: again what is prepared, or its own.
 * DEVIATION: the paper orders null requests in gaps, and requests of clients elsewhere.
 */
export function orderAll({ state, context, rules, effects }: Replica): void {
  const { view, newView } = state;
  for (const sequence of LOG) {
    const request = orderedAgain(rules, newView, sequence) ?? ownRequest();
    const content = { kind: "pre-prepare", view, sequence, request } as const;
    effects.push({ kind: "broadcast", message: signed<PrePrepare>(content, context) });

    function ownRequest(): Request {
      const [transaction = ""] = context.transactions?.(view) ?? [];
      const own = { sequence, view, transactions: [`${transaction}/${sequence}`] };
      return { id: idOf(own, context.crypto), ...own };
    }
  }
}

/** A backup, or the primary itself, accepts an order. */
export function acceptOrder(replica: Replica, order: PrePrepare): void {
  const { state, context, rules, effects } = replica;
  const { view, sequence, request } = order;
  if (view !== state.view || !isActive(replica)) return;
  if (rules.firstOrderOnly && orderFor(replica, view, sequence) !== undefined) return;
  if (!isOrderedBy(rules, state.newView, order)) {
    const because = "not what the new view must order";
    effects.push({ kind: "decided", what: "prepare", allowed: false, because });
    return;
  }
  state.orders.push(order);
  if (order.sender !== context.self) {
    const content = { kind: "prepare", view, sequence, digest: request.id } as const;
    effects.push({ kind: "broadcast", message: signed<Phase>(content, context) });
  }
  proceed(replica, view, sequence);
}

/** A prepare or a commit is counted: once for each sender, slot and value. */
export function countPhase(replica: Replica, phase: Phase): void {
  const { phases } = replica.state;
  const { kind, view, sequence, digest, sender } = phase;
  const isSame = (other: Phase): boolean =>
    other.sender === sender &&
    other.kind === kind &&
    other.view === view &&
    other.sequence === sequence &&
    other.digest === digest;
  if (phases.some(isSame)) return;
  phases.push(phase);
  proceed(replica, view, sequence);
}

/** The latest order of a view for a sequence number. */
const orderFor = ({ state }: Replica, view: Round, sequence: SequenceNumber) =>
  state.orders.findLast((order) => order.view === view && order.sequence === sequence);

/** What prepares and commits have become enough for. */
function proceed(replica: Replica, view: Round, sequence: SequenceNumber): void {
  const { state, context, rules, effects } = replica;
  const order = orderFor(replica, view, sequence);
  if (order === undefined) return;
  const { request } = order;
  const of = (kind: Phase["kind"]): readonly Phase[] =>
    state.phases.filter(
      (phase) =>
        phase.kind === kind &&
        phase.view === view &&
        phase.sequence === sequence &&
        phase.digest === request.id,
    );
  const isPrepared = state.prepared.some((each) => each.order === order);
  const prepares = of("prepare").filter(({ sender }) => sender !== order.sender);
  const needed = rules.prepares(context.validators) - 1;
  if (!isPrepared && prepares.length >= needed && view === state.view && isActive(replica)) {
    const prepared = { order, prepares: prepares.slice(0, needed) };
    state.prepared.push(prepared);
    const content = { kind: "commit", view, sequence, digest: request.id } as const;
    effects.push(
      { kind: "certified", certificate: preparedCertificate(prepared) },
      { kind: "broadcast", message: signed<Phase>(content, context) },
    );
  }
  const commits = of("commit");
  const enough = rules.commits(context.validators);
  if (commits.length >= enough) decide(replica, { request, commits: commits.slice(0, enough) });
}

/** A decision is executed once, whatever view it is of. */
export function decide({ state, context, rules, effects }: Replica, decision: Decision): void {
  const { request, commits } = decision;
  const { sequence, id, transactions } = request;
  const isDecided = state.decisions.some((each) => each.request.sequence === sequence);
  const [first] = commits;
  if (isDecided || first === undefined) return;
  if (whyUndecided(decision, { context, rules }) !== null) return;
  state.decisions.push(decision);
  for (const certificate of decisionCertificate(decision)) {
    effects.push({ kind: "certified", certificate });
  }
  const entry = decisionEntry({ id, round: first.view, slot: `n = ${sequence}`, transactions });
  effects.push({ kind: "commit", entry });
  if (!isDone(state)) return;
  effects.push({ kind: "stop-timer", timer: { name: VIEW_TIMER } }, { kind: "halted" });
}
