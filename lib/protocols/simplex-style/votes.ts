/** How votes become certificates, and certificates decisions. */
import { blockEntry, ownSignature } from "../../protocol/index.js";
import type { ReplicaId, Round } from "../../protocol/index.js";
import { blockDigest, shownByNullification, shownByVotes } from "./messages.js";
import type { Block, BlockVote, Notarization, Nullify, Path } from "./messages.js";
import { doneIn, isCertified, learn } from "./replica.js";
import type { Ballot, Replica } from "./replica.js";
import { nullify } from "./views.js";

/** Takes the certificates of a path: a block that is certified may be finalized. */
export function takePath(replica: Replica, path: Path): void {
  const notarization = learn(replica.state, path);
  if (notarization !== null) finalize(replica, notarization);
}

/** A vote for a block is counted: once for each sender, kind and block. */
export function countVote(replica: Replica, { kind, block, sender, signature }: BlockVote): void {
  const { state, context, rules } = replica;
  const before = ballotOf(replica, kind, block);
  if (before.votes.some((vote) => vote.sender === sender)) return;
  const ballot: Ballot = { ...before, votes: [...before.votes, { sender, signature }] };
  state.ballots = state.ballots.includes(before)
    ? state.ballots.map((each) => (each === before ? ballot : each))
    : [...state.ballots, ballot];
  const { votes } = ballot;
  if (kind === "notarize") {
    if (votes.length === rules.notarizes(context.validators)) notarize(replica, ballot);
    nullifySplitVotes(replica, block.view);
  }
  const isLast = kind === (rules.finalizes ? "finalize" : "notarize");
  if (isLast && votes.length === rules.decides(context.validators)) decide(replica, ballot);
}

const ballotOf = ({ state }: Replica, kind: BlockVote["kind"], block: Block): Ballot =>
  state.ballots.find((each) => each.kind === kind && each.block.id === block.id) ?? {
    kind,
    block,
    votes: [],
  };

/** A vote to skip a view is counted: once for each sender. */
export function countNullify(replica: Replica, { view, sender, signature }: Nullify): void {
  const { state, context, rules, effects } = replica;
  const before = state.skipBallots.find((each) => each.view === view) ?? { view, votes: [] };
  if (before.votes.some((vote) => vote.sender === sender)) return;
  const votes = [...before.votes, { sender, signature }];
  state.skipBallots = [...state.skipBallots.filter((each) => each !== before), { view, votes }];
  if (votes.length === rules.nullifies(context.validators)) {
    const nullification = { kind: "nullification", view, votes } as const;
    takePath(replica, { certified: null, skipped: [nullification] });
    if (rules.certifiesByQuorum) {
      const certificate = shownByNullification(nullification, rules);
      effects.push({ kind: "certified", certificate });
    }
  }
  nullifySplitVotes(replica, view);
}

/** Enough votes for a block notarize it. */
function notarize(replica: Replica, { block, votes }: Ballot): void {
  const { rules, effects } = replica;
  takePath(replica, { certified: { kind: "notarization", block, votes }, skipped: [] });
  if (!rules.certifiesByQuorum) return;
  effects.push({ kind: "certified", certificate: shownByVotes("notarize", block, votes) });
}

/** A replica votes to finalize a block that is notarized, unless it has voted to skip its view. */
function finalize({ state, context, rules, effects }: Replica, { block }: Notarization): void {
  const { view } = block;
  if (!rules.finalizes || state.finalized.includes(view)) return;
  const allowed = rules.mayFinalize(doneIn(state, view));
  const because = allowed ? "its view is not skipped" : "has voted to skip its view";
  effects.push({ kind: "decided", what: "finalize", allowed, because });
  if (!allowed) return;
  state.finalized = [...state.finalized, view];
  const by = ownSignature(blockDigest("finalize", block, context.crypto), context);
  effects.push({ kind: "broadcast", message: { kind: "finalize", ...by, block } });
}

/** Enough votes of the last round decide a block, and all before it: at any later time, too. */
function decide({ state, effects }: Replica, { kind, block, votes }: Ballot): void {
  effects.push({ kind: "certified", certificate: shownByVotes(kind, block, votes) });
  const before = state.committed?.view ?? 0;
  for (const each of chainOf(block)) {
    if (each.view <= before) continue;
    state.committed = each;
    const { id, parent, view: round, proposer: author, transactions } = each;
    const entry = blockEntry({ id, parent, round, author, transactions });
    effects.push({ kind: "commit", entry });
  }
}

/** A block with all before it, oldest first. */
function chainOf(block: Block): readonly Block[] {
  const chain: Block[] = [];
  for (let at: Block | undefined = block; at !== undefined; at = at.justify?.block) {
    chain.unshift(at);
  }
  return chain;
}

/** With n-f votes of its view, of which none is certified, a replica skips the view. */
function nullifySplitVotes(replica: Replica, view: Round): void {
  const { state, context, rules } = replica;
  if (!rules.nullifiesSplitVotes || view !== state.view || isCertified(state, view)) return;
  if (votersIn(replica, view).size >= context.validators.quorum) nullify(replica);
}

function votersIn({ state }: Replica, view: Round): ReadonlySet<ReplicaId> {
  const ballots = state.ballots.filter(
    ({ kind, block }) => kind === "notarize" && block.view === view,
  );
  const skips = state.skipBallots.filter((each) => each.view === view);
  return new Set([...ballots, ...skips].flatMap(({ votes }) => votes.map(({ sender }) => sender)));
}
