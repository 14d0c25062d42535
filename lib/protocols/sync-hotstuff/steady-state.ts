/** Sync HotStuff within a view (figure 1): propose, vote, commit. */
import { blockEntry, ownSignature } from "../../protocol/index.js";
import { certificateIn, blockOf, idOf, offerDigest, shown, viewOf } from "./messages.js";
import { voteDigest } from "./messages.js";
import type { Block, BlockCertificate, Offer, Proposal, Vote } from "./messages.js";
import { chainAbove, conflict, hasQuit, isAtLeast, leads } from "./replica.js";
import type { Replica } from "./replica.js";
import type { Ballot } from "./rules.js";
import { commitTimer, quit } from "./blame.js";

/**
 * How many blocks a leader proposes in its view. DEVIATION: in the paper it goes on until it is
 * blamed; here it is blamed when it has no more, so that views, and leaders, change.
 */
const BLOCKS_IN_VIEW = 2;

/** The leader proposes a block on one that is certified. */
export function propose({ state, context, effects }: Replica, justify: BlockCertificate): void {
  const { view } = state;
  state.proposed++;
  const height = justify.block.height + 1;
  const payload = context.transactions?.(view) ?? [];
  const transactions = payload.map((each) => `${each}/${state.proposed}`);
  const parent = justify.block.id;
  const content = { parent, height, view, proposer: context.self, transactions };
  const block: Block = { id: idOf(content, context.crypto), ...content, justify };
  const by = ownSignature(offerDigest({ kind: "proposal", block }, context.crypto), context);
  const message: Proposal = { kind: "proposal", block, ...by };
  effects.push({ kind: "broadcast", message });
}

/** An offer of the leader, from itself or forwarded: it is voted for, unless it equivocates. */
export function takeOffer(replica: Replica, offer: Offer): void {
  const { state, rules } = replica;
  const certificate = certificateIn(offer);
  if (certificate !== null) learn(replica, certificate);
  const view = viewOf(offer);
  if (view > state.view) state.early = [...state.early, offer];
  if (view !== state.view || state.offers.some((known) => isSame(known, offer))) return;
  const other = state.offers.find((known) => conflict(blockOf(known), blockOf(offer)));
  state.offers = [...state.offers, offer];
  if (other !== undefined && rules.detectsEquivocation) quit(replica, view, [other, offer]);
  else if (!hasQuit(state)) vote(replica, offer);
}

const isSame = (one: Offer, other: Offer): boolean =>
  one.kind === other.kind && blockOf(one).id === blockOf(other).id;

/** A replica votes for an offer, forwards it, and commits the block 2Δ later if it is new. */
function vote(replica: Replica, offer: Offer): void {
  const { state, context, rules, effects } = replica;
  const { view } = state;
  const isNew = offer.kind === "proposal";
  const ballot = ballotOf(replica, offer);
  const allowed = isNew ? rules.mayVote(ballot) : rules.mayVoteFirst(ballot);
  effects.push({ kind: "decided", what: "vote", allowed, because: reasonOf(ballot, replica) });
  if (!allowed) return;
  const block = blockOf(offer);
  const by = ownSignature(voteDigest(view, block, context.crypto), context);
  effects.push({ kind: "broadcast", message: { kind: "vote", offer, ...by } });
  if (!isNew) return;
  state.voted = [...state.voted, block];
  const timer = { name: commitTimer(block.height), round: view };
  effects.push({ kind: "start-timer", timer, after: rules.commitsAfter * context.delta });
}

function ballotOf({ state }: Replica, offer: Offer): Ballot {
  const certificate = certificateIn(offer);
  return {
    view: state.view,
    certified: certificate?.view ?? state.lock.view,
    reachesLock: certificate !== null && isAtLeast(certificate, state.lock),
    reachesHighest: certificate !== null && isAtLeast(certificate, state.high),
  };
}

function reasonOf({ certified }: Ballot, { state: { lock, high } }: Replica): string {
  return `certified in view ${certified}; lock of view ${lock.view}, highest of view ${high.view}`;
}

/** f+1 votes of a view certify a block. Those of views before count, too. */
export function countVote(replica: Replica, { offer, sender, signature }: Vote): void {
  const { state, context, rules, effects } = replica;
  const [view, block] = [viewOf(offer), blockOf(offer)];
  const isOf = (each: BlockCertificate): boolean =>
    each.view === view && each.block.id === block.id;
  const before = state.ballots.find(isOf) ?? { view, block, votes: [] };
  if (before.votes.some((each) => each.sender === sender)) return;
  const ballot = { view, block, votes: [...before.votes, { sender, signature }] };
  state.ballots = [...state.ballots.filter((each) => !isOf(each)), ballot];
  if (ballot.votes.length !== rules.certifies(context.validators)) return;
  for (const certificate of shown(ballot)) effects.push({ kind: "certified", certificate });
  learn(replica, ballot);
}

/** A replica learns of a certificate. The leader proposes on the highest one of its own view. */
export function learn(replica: Replica, certificate: BlockCertificate): void {
  const { state } = replica;
  if (isAtLeast(state.high, certificate)) return;
  state.high = certificate;
  if (certificate.view !== state.view || !leads(replica) || hasQuit(state)) return;
  if (state.proposed < BLOCKS_IN_VIEW) propose(replica, certificate);
}

/** A block for which a replica has voted 2Δ ago is committed, and all before it. */
export function commit({ state, effects }: Replica, timer: string): void {
  const block = state.voted.find(({ height }) => commitTimer(height) === timer);
  if (block === undefined) return;
  for (const each of chainAbove(state.committed.height, block)) {
    state.committed = each;
    const { id, parent, view: round, proposer: author, transactions } = each;
    effects.push({
      kind: "commit",
      entry: blockEntry({ id, parent, round, author, transactions }),
    });
  }
}
