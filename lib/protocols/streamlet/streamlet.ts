/**
 * Streamlet (Benjamin Chan and Elaine Shi, 2020): propose, vote, notarize, finalize. It is written
 * as a user of the package would write it, with nothing but the contract.
 */
import * as bft from "../../protocol/index.js";
import type {
  BlockId,
  Effect,
  ReplicaContext,
  Round,
  SenderSignature,
} from "../../protocol/index.js";
import { describe, idOf, notarization, signed, tipOf } from "./messages.js";
import type { Block, Chain, Message, Proposal, VotedBlock } from "./messages.js";
import { breaches, correctRules, rulesWith } from "./rules.js";
import type { BugName, Epochs, Rules } from "./rules.js";
import { leaderOf, whyInvalid } from "./verify.js";

/** What a replica remembers. */
export interface State {
  epoch: Round;
  /** The last epoch of which a proposal was answered, with a vote or with none. */
  answered: Round;
  /** The blocks that somebody voted for, by first appearance. */
  readonly blocks: Map<BlockId, VotedBlock>;
  readonly finalized: Set<BlockId>;
}

/** What one event is handled with. */
interface Replica {
  readonly state: State;
  readonly context: ReplicaContext;
  readonly rules: Rules;
  readonly effects: Effect<Message>[];
}

const NAME = "streamlet";
const CLOCK = "epoch clock";
const PAUSE = "pause before the proposal";

/** These need losses on single links (streamlet_bugs.json has them); one is safe. */
const UNDETECTED: readonly BugName[] = [
  ...(["one_shorter", "last_notarized_epoch", "any_three_epochs"] as const),
  ...(["third_of_three", "first_of_two", "second_of_two"] as const),
];

/** Streamlet as the tools know it, with its bugs. */
export const streamletModule = bft.defineProtocol({
  name: NAME,
  bugs: breaches,
  undetected: UNDETECTED,
  create: (names: readonly BugName[]) => streamlet(rulesWith(names)),
});

/** Streamlet under the given rules: the paper's, or those of an injected bug (`rules.ts`). */
export const streamlet = (rules: Rules = correctRules): bft.Protocol<State, Message> => ({
  name: NAME,
  messageTypes: [
    { type: "proposal", role: "proposal" },
    { type: "vote", role: "vote" },
    { type: "echo" },
  ],
  /** Paper, theorem 3: five epochs in a row with honest leaders finalize a new block. */
  promises: { recoversIn: 5 },
  quorum: (replicas) => Math.ceil((2 * replicas) / 3),
  leaderOf: (_, epoch, context) => leaderOf(context, epoch),
  init: () => ({
    epoch: bft.GENESIS_ROUND,
    answered: bft.GENESIS_ROUND,
    blocks: new Map(),
    finalized: new Set(),
  }),
  describe,
  progress,
  handle(state, event, context) {
    const replica: Replica = { state, context, rules, effects: [] };
    if (event.kind === "start") enterEpoch(replica, "start");
    else if (event.kind === "message") receive(replica, event.message, event.from);
    else if (event.kind === "timer" && event.timer.name === PAUSE) propose(replica);
    else if (event.kind === "timer") enterEpoch(replica, "clock");
    return replica.effects;
  },
});

/**
 * Epochs last 2Δ on a clock that all share. The leader proposes in the instant in which its epoch
 * begins, but after the messages that arrive in it: hence a timer that runs out at once.
 */
function enterEpoch({ state, context, effects }: Replica, by: string): void {
  const round = bft.nextRound(state.epoch);
  state.epoch = round;
  effects.push({ kind: "entered", round, by });
  const after = 2 * context.delta;
  effects.push({ kind: "start-timer", timer: { name: CLOCK, round }, after });
  if (leaderOf(context, round) !== context.self) return;
  effects.push({ kind: "start-timer", timer: { name: PAUSE, round }, after: 0 });
}

/** The leader extends a longest notarized chain. DEVIATION: of several, that of the last epoch. */
function propose(replica: Replica): void {
  const { state, context, effects } = replica;
  const { epoch } = state;
  const chain = longestChain(replica);
  const parent = tipOf(chain).id;
  const transactions = context.transactions?.(epoch) ?? [];
  const content = { parent, epoch, proposer: context.self, transactions };
  const block: Block = { id: idOf(content, context.crypto), ...content };
  const signature = signed("proposal", block, context);
  effects.push({ kind: "broadcast", message: { kind: "proposal", ...signature, block, chain } });
}

function receive(replica: Replica, message: Message, from: bft.ReplicaId): void {
  const because = whyInvalid(message, from, replica);
  if (because !== null) replica.effects.push({ kind: "refused", message, because });
  else if (message.kind === "vote") count(replica, message.block, message);
  else {
    for (const { block, votes } of message.chain) {
      for (const vote of votes) count(replica, block, vote);
    }
    if (message.kind === "proposal") answer(replica, message);
  }
}

/**
 * A replica votes for the first proposal of the epoch's leader, if that extends a longest notarized
 * chain that it has seen.
 *
 * DEVIATION: in the paper every message is echoed once, so that after GST all know what one knows.
 * Here a proposal brings the chain that it extends, and who knows a longer one echoes that.
 */
function answer(replica: Replica, { block, chain }: Proposal): void {
  const { state, context, rules, effects } = replica;
  const { epoch } = state;
  if (block.epoch !== epoch || !rules.mayAnswer(epoch, state.answered)) {
    effects.push(decision(false, "not the first proposal of this epoch"));
    return;
  }
  state.answered = epoch;
  if (rules.mayExtend(epochsOf(chain), notarizedChains(replica).map(epochsOf))) {
    effects.push(decision(true, "extends a longest notarized chain"));
    const signature = signed("vote", block, context);
    effects.push({ kind: "broadcast", message: { kind: "vote", ...signature, block } });
  } else {
    effects.push(decision(false, "knows a longer notarized chain"));
    const echo = { kind: "echo", sender: context.self, epoch } as const;
    effects.push({ kind: "broadcast", message: { ...echo, chain: longestChain(replica) } });
  }
}

const decision = (allowed: boolean, because: string): Effect<Message> => ({
  kind: "decided",
  what: "vote",
  allowed,
  because,
});

/** Counts a vote. A quorum of them notarizes the block, which may finalize others. */
function count(replica: Replica, block: Block, { sender, signature }: SenderSignature): void {
  const { state, context, rules, effects } = replica;
  const { votes } = state.blocks.get(block.id) ?? { votes: [] };
  const quorum = rules.quorum(context.validators);
  if (votes.length >= quorum || votes.some((vote) => vote.sender === sender)) return;
  const voted = { block, votes: [...votes, { sender, signature }] };
  state.blocks.set(block.id, voted);
  if (voted.votes.length < quorum) return;
  effects.push({ kind: "certified", certificate: notarization(voted) });
  for (const chain of notarizedChains(replica)) finalize(replica, chain);
}

/** On three adjacent blocks of consecutive epochs: the second of them, and all before it. */
function finalize({ state, rules, effects }: Replica, chain: Chain): void {
  for (const { block } of chain.slice(0, rules.finalized(epochsOf(chain)))) {
    if (state.finalized.has(block.id)) continue;
    state.finalized.add(block.id);
    const { id, parent, epoch: round, proposer: author, transactions } = block;
    const entry = bft.blockEntry({ id, parent, round, author, transactions });
    effects.push({ kind: "commit", entry });
  }
}

/** Every notarized chain that begins at genesis: the empty one, then by the epoch of its tip. */
function notarizedChains({ state, context, rules }: Replica): readonly Chain[] {
  const quorum = rules.quorum(context.validators);
  const notarized = [...state.blocks.values()].filter(({ votes }) => votes.length >= quorum);
  const chains = new Map<BlockId, Chain>([[tipOf([]).id, []]]);
  for (const each of notarized.sort((a, b) => a.block.epoch - b.block.epoch)) {
    const below = chains.get(each.block.parent);
    if (below !== undefined) chains.set(each.block.id, [...below, each]);
  }
  return [...chains.values()];
}

/** Nothing of a state is ever taken back, so that numbers tell whether it has changed. */
function progress({ epoch, answered, blocks }: State): readonly number[] {
  const numbers: number[] = [epoch, answered];
  for (const { votes } of blocks.values()) numbers.push(votes.length);
  return numbers;
}

const longestChain = (replica: Replica): Chain =>
  notarizedChains(replica).reduce((best, chain) => (chain.length >= best.length ? chain : best));

const epochsOf = (chain: Chain): Epochs => chain.map(({ block }) => block.epoch);
