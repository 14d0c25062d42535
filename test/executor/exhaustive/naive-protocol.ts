/**
 * A protocol with plain state that says nothing of what can matter. It commits whatever a quorum
 * votes for, even over a gap, so that twins and partitions bring about every kind of outcome.
 */
import { canonicalText } from "../../../lib/explore/canonical.js";
import type { ReplicaContext } from "../../../lib/protocol/host/context.js";
import { statement } from "../../../lib/protocol/description.js";
import type { Description } from "../../../lib/protocol/description.js";
import type { Effect, EntryCause } from "../../../lib/protocol/host/effect.js";
import type { Event } from "../../../lib/protocol/host/event.js";
import { FIRST_ROUND, GENESIS_ROUND, nextRound } from "../../../lib/protocol/ids.js";
import type { BlockId, ReplicaId, Round, StateId } from "../../../lib/protocol/ids.js";
import type { Protocol } from "../../../lib/protocol/protocol.js";
import { PROPERTIES } from "../../diembft/support/judged.js";

interface Block {
  readonly id: BlockId;
  readonly round: Round;
  readonly author: ReplicaId;
  readonly parent: BlockId;
  readonly parentRound: Round;
  readonly transactions: readonly string[];
}

export type NaiveMessage =
  | { readonly kind: "proposal"; readonly block: Block }
  | { readonly kind: "vote"; readonly block: Block; readonly voter: ReplicaId };

export interface NaiveState {
  round: Round;
  voted: Round;
  /** The last committed block. */
  tip: { id: BlockId; round: Round };
  readonly votes: Map<BlockId, Set<ReplicaId>>;
}

/** What a replica handles an event with. */
interface Replica {
  readonly state: NaiveState;
  readonly context: ReplicaContext;
  readonly effects: Effect<NaiveMessage>[];
}

export const naiveProtocol: Protocol<NaiveState, NaiveMessage> = {
  name: "naive",
  properties: PROPERTIES,
  messageTypes: [
    { type: "proposal", role: "proposal" },
    { type: "vote", role: "vote" },
  ],
  init: ({ crypto }) => ({
    round: GENESIS_ROUND,
    voted: GENESIS_ROUND,
    tip: { id: crypto.hash("genesis", []) as string as BlockId, round: GENESIS_ROUND },
    votes: new Map(),
  }),
  describe,
  usesRound: (state, round) => round >= state.round,
  progress: (state) => canonicalText(state),
  handle(state, event, context) {
    const effects: Effect<NaiveMessage>[] = [];
    handle({ state, context, effects }, event);
    return effects;
  },
};

function describe(message: NaiveMessage): Description {
  const { id, round, author, parent, parentRound } = message.block;
  const block = { id, round, parent, parentRound };
  return message.kind === "proposal"
    ? { type: "proposal", round, sender: author, block, signs: [statement(`propose ${round}`, id)] }
    : {
        type: "vote",
        round,
        sender: message.voter,
        block,
        signs: [statement(`vote ${round}`, id)],
      };
}

function handle(replica: Replica, event: Event<NaiveMessage>): void {
  const { state, context, effects } = replica;
  if (event.kind === "start") enter(replica, FIRST_ROUND, "start");
  else if (event.kind === "timer") enter(replica, nextRound(state.round), "tc");
  else if (event.kind === "message" && event.message.kind === "proposal") {
    const { block } = event.message;
    if (block.round !== state.round || state.voted >= block.round) return;
    state.voted = block.round;
    effects.push({ kind: "broadcast", message: { kind: "vote", block, voter: context.self } });
  } else if (event.kind === "message" && event.message.kind === "vote") {
    count(replica, event.message.block, event.message.voter);
  }
}

function enter({ state, context, effects }: Replica, round: Round, by: EntryCause): void {
  state.round = round;
  state.votes.clear();
  effects.push({ kind: "entered", round, by });
  effects.push({ kind: "start-timer", timer: { name: "round", round }, after: context.delta });
  if (context.leaderOf?.(round) !== context.self) return;
  const { id: parent, round: parentRound } = state.tip;
  const transactions = context.transactions?.(round) ?? [];
  const fields = [context.self, round, parent, transactions] as const;
  const id = context.crypto.hash("block", fields) as string as BlockId;
  const block: Block = { id, round, author: context.self, parent, parentRound, transactions };
  effects.push({ kind: "broadcast", message: { kind: "proposal", block } });
}

function count(replica: Replica, block: Block, voter: ReplicaId): void {
  const { state, context, effects } = replica;
  if (block.round < state.round) return;
  const voters = state.votes.get(block.id) ?? new Set();
  state.votes.set(block.id, voters);
  if (voters.has(voter)) return;
  voters.add(voter);
  if (voters.size !== context.validators.quorum) return;
  const { id, round, parent, parentRound } = block;
  const signers = [...voters];
  effects.push({
    kind: "certified",
    certificate: { slot: `vote ${round}`, value: id, round, parent, parentRound, signers },
  });
  if (round > state.tip.round) {
    state.tip = { id, round };
    const stateId = context.crypto.hash("state", [id]) as string as StateId;
    effects.push({ kind: "commit", entry: { ...block, stateId } });
  }
  enter(replica, nextRound(round), "qc");
}
