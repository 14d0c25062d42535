/**
 * Chained protocols of the HotStuff family: algorithm 4 of HotStuff (Maofan Yin, Dahlia Malkhi,
 * Michael K. Reiter, Guy Golan Gueta and Ittai Abraham, arXiv 1803.05069), with its rules as
 * parameters. It is written as a user of the package would write it, with nothing but the contract.
 */
import { FIRST_ROUND, blockEntry, nextRound, ownSignature } from "../../protocol/index.js";
import type { Accountability, Promises, Protocol, ReplicaId } from "../../protocol/index.js";
import { GENESIS, certificatesOf, describe, digestOf } from "./messages.js";
import type { Block, Message, Proposal, QuorumCertificate, Vote } from "./messages.js";
import * as pacemaker from "./pacemaker.js";
import { ancestorsOf, initialState, progress } from "./replica.js";
import type { Replica, State } from "./replica.js";
import type { Offer, Rules } from "./rules.js";
import { leaderOf, whyInvalid } from "./verify.js";

/** What makes a chained protocol. */
export interface ChainedOptions {
  readonly name: string;
  readonly rules: Rules;
  readonly promises: Promises;
  /** What is proven of who breaks the correct rules, whatever bug is in the others. */
  readonly accountability?: Accountability;
}

/** The protocol of this name, with these rules and promises. */
export const chained = ({
  name,
  rules,
  promises,
  accountability,
}: ChainedOptions): Protocol<State, Message> => ({
  name,
  messageTypes: [
    { type: "proposal", role: "proposal" },
    { type: "vote", role: "vote" },
    { type: "new-view", role: "timeout" },
  ],
  promises,
  ...(accountability && { accountability }),
  leaderOf: (_, view, context) => leaderOf(context, view),
  init: initialState,
  describe,
  progress,
  handle(state, event, context) {
    const replica: Replica = { state, context, rules, effects: [] };
    if (event.kind === "start") pacemaker.enterView(replica, FIRST_ROUND, "start");
    else if (event.kind === "message") receive(replica, event.message, event.from);
    else if (event.kind === "timer") onTimer(replica, event.timer.name);
    return replica.effects;
  },
});

function onTimer(replica: Replica, name: string): void {
  if (name === pacemaker.VIEW_TIMER) pacemaker.onNextSyncView(replica, replica.state.view);
  else if (name === pacemaker.WAIT_TIMER) pacemaker.propose(replica, []);
}

function receive(replica: Replica, message: Message, from: ReplicaId): void {
  const because = whyInvalid(message, from, replica);
  if (because !== null) replica.effects.push({ kind: "refused", message, because });
  else if (message.kind === "proposal") onReceiveProposal(replica, message);
  else if (message.kind === "vote") onReceiveVote(replica, message);
  else {
    updateQcHigh(replica, message.high);
    pacemaker.collect(replica, message);
  }
}

/**
 * Votes at most once in a view, and only in its current one. DEVIATION: algorithm 4 knows no
 * current view, and its blocks have heights. Here a replica follows a proposal into its view, and
 * does not vote in a view that it has left, as in algorithm 3.
 */
function onReceiveProposal(replica: Replica, { block, proof }: Proposal): void {
  const { state, context, rules, effects } = replica;
  if (block.justify !== null) updateQcHigh(replica, block.justify);
  if (block.view > state.view) pacemaker.enterView(replica, block.view, "proposal");
  const offer = offerOf(replica, block, proof.length > 0);
  const allowed = block.view === state.view && rules.mayVote(offer);
  effects.push({ kind: "decided", what: "vote", allowed, because: reasonOf(offer, replica) });
  if (allowed) {
    state.voted = block.view;
    const by = ownSignature(digestOf("vote", block, context.crypto), context);
    const to = pacemaker.collectorOf(replica, block.view);
    effects.push({ kind: "send", to, message: { kind: "vote", ...by, block } });
  }
  update(replica, block);
}

function offerOf({ state }: Replica, block: Block, proven: boolean): Offer {
  const { lock, voted } = state;
  const ancestors = ancestorsOf(block);
  return {
    view: block.view,
    parent: ancestors[0]?.view ?? GENESIS.view,
    voted,
    locked: lock.view,
    extendsLock: ancestors.some(({ id }) => id === lock.id),
    proven,
  };
}

function reasonOf(offer: Offer, { state, rules }: Replica): string {
  const { view, parent, voted, locked, extendsLock, proven } = offer;
  if (view < state.view) return `left view ${view}`;
  if (view <= voted) return `voted in view ${voted}`;
  const certified = `certified in view ${parent}`;
  if (rules.proves) return proven ? `${certified}, with a proof` : certified;
  return `${certified}, ${extendsLock ? "on" : "beside"} the lock of view ${locked}`;
}

/** update: what the certificate of a proposal locks and commits. */
function update({ state, rules, effects }: Replica, block: Block): void {
  const ancestors = ancestorsOf(block);
  const locked = ancestors[rules.locks - 1];
  if (locked !== undefined && locked.view > state.lock.view) state.lock = locked;
  const committed = ancestors[rules.commits(ancestors.map(({ view }) => view)) - 1];
  if (committed === undefined) return;
  for (const each of [committed, ...ancestorsOf(committed)].reverse()) {
    if (each.view <= state.executed.view) continue;
    state.executed = each;
    const { id, parent, view: round, proposer: author, transactions } = each;
    effects.push({
      kind: "commit",
      entry: blockEntry({ id, parent, round, author, transactions }),
    });
  }
}

/** onReceiveVote: counts a vote of each replica once. A quorum of them certifies the block. */
function onReceiveVote(replica: Replica, { block, sender, signature }: Vote): void {
  const { state, context, rules, effects } = replica;
  const { votes } = state.votes.get(block.id) ?? { votes: [] };
  const quorum = rules.quorum(context.validators);
  if (block.view + 1 < state.view || votes.length >= quorum) return;
  if (votes.some((vote) => vote.sender === sender)) return;
  const voted = { block, votes: [...votes, { sender, signature }] };
  state.votes.set(block.id, voted);
  if (voted.votes.length < quorum) return;
  for (const certificate of certificatesOf(voted)) effects.push({ kind: "certified", certificate });
  updateQcHigh(replica, voted);
}

/** updateQCHigh. A certificate ends its view. */
function updateQcHigh(replica: Replica, qc: QuorumCertificate): void {
  const { state } = replica;
  if (qc.block.view > state.highQc.block.view) state.highQc = qc;
  if (qc.block.view >= state.view) pacemaker.enterView(replica, nextRound(qc.block.view), "qc");
  else pacemaker.onBeat(replica);
}
