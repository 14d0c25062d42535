/** The views of a Simplex-style protocol: how one begins, what is proposed, and how it ends. */
import { nextRound, ownSignature } from "../../protocol/index.js";
import { GENESIS, blockDigest, idOf, nullifyDigest } from "./messages.js";
import type { Block, Nullify, Proposal } from "./messages.js";
import { doneIn, isCertified, lastCertified, leads, pathTo } from "./replica.js";
import type { Replica } from "./replica.js";

/** The timer after which a replica skips its view. */
const VIEW_TIMER = "view timer";

/** A replica enters a view: the timer starts, its leader proposes, and early proposals are read. */
export function enterView(replica: Replica, view: Replica["state"]["view"], by: string): void {
  const { state, context, rules, effects } = replica;
  state.view = view;
  state.proposals = state.proposals.filter(({ block }) => block.view >= view);
  effects.push({ kind: "entered", round: view, by });
  const after = rules.timer * context.delta;
  effects.push({ kind: "start-timer", timer: { name: VIEW_TIMER, round: view }, after });
  propose(replica);
  vote(replica);
}

/**
 * Leaves views as far as certificates allow it, and forwards what let it leave. A replica that
 * lacks the certificate of its own view enters the one after the last certificate that it has.
 */
export function advance(replica: Replica): void {
  const { state, rules, effects, context } = replica;
  for (;;) {
    const { view } = state;
    const ended = isCertified(state, view) ? view : lastCertified(state);
    if (ended < view || (ended === view && !rules.mayLeave(doneIn(state, view)))) break;
    const next = nextRound(ended);
    const path = pathTo(state, next);
    if (path !== undefined) {
      const message = { kind: "certificate", view: ended, sender: context.self, path } as const;
      effects.push({ kind: "broadcast", message });
    }
    enterView(replica, next, path?.skipped.length === 0 ? "notarization" : "nullification");
  }
  propose(replica);
}

/** The leader proposes once in its view: on the highest block after which all views are skipped. */
function propose(replica: Replica): void {
  const { state, context, effects } = replica;
  const { view } = state;
  const path = pathTo(state, view);
  if (!leads(replica) || state.proposed >= view || path === undefined) return;
  state.proposed = view;
  const { certified: justify, skipped } = path;
  const transactions = context.transactions?.(view) ?? [];
  const parent = justify?.block.id ?? GENESIS;
  const content = { parent, view, proposer: context.self, transactions };
  const block: Block = { id: idOf(content, context.crypto), ...content, justify };
  const by = ownSignature(blockDigest("proposal", block, context.crypto), context);
  const message: Proposal = { kind: "proposal", ...by, block, skipped };
  effects.push({ kind: "broadcast", message });
}

/** A replica votes for the first proposal of its view. */
export function vote({ state, context, rules, effects }: Replica): void {
  const { view } = state;
  const proposal = state.proposals.findLast(({ block }) => block.view === view);
  if (proposal === undefined || !rules.mayVote(doneIn(state, view))) return;
  state.voted = view;
  const { block } = proposal;
  const by = ownSignature(blockDigest("notarize", block, context.crypto), context);
  effects.push({ kind: "broadcast", message: { kind: "notarize", ...by, block } });
}

/** A replica votes to skip its view, and says what it has entered it with. */
export function nullify({ state, context, effects }: Replica): void {
  const { view } = state;
  if (state.nullified.includes(view)) return;
  state.nullified = [...state.nullified, view];
  const by = ownSignature(nullifyDigest(view, context.crypto), context);
  const path = pathTo(state, view) ?? { certified: null, skipped: [] };
  const message: Nullify = { kind: "nullify", ...by, view, path };
  effects.push({ kind: "broadcast", message });
}
