/** The text of a protocol to begin with, for `--new-protocol`: TypeScript, or JavaScript. */

/**
 * The file of a small protocol that runs as it is: in TypeScript, or without the types. The name
 * must be a word.
 */
export const starterText = (name: string, withTypes: boolean): string =>
  (withTypes ? SOURCE.replaceAll(/[«»]/g, "") : SOURCE.replaceAll(/«[^»]*»/g, "")).replaceAll(
    "NAME",
    name,
  );

/** What stands between « and » is there in TypeScript only. */
const SOURCE = `/**
 * A protocol to begin with. In each round the leader offers a value, everybody votes for the first
 * offer, and a quorum of votes decides it. Change it step by step into your own.
 */
import { FIRST_ROUND, blockId, decisionEntry, defineProtocol, nextRound } from "twins-bft/protocol";
«import type {
  BlockId,
  Effect,
  Protocol,
  ReplicaContext,
  ReplicaId,
  Round,
} from "twins-bft/protocol";

/** Everything that it sends. */
interface Message {
  readonly type: "offer" | "vote";
  readonly round: Round;
  readonly sender: ReplicaId;
  readonly value: BlockId;
}

/** What a replica remembers: plain data. */
interface State {
  round: Round;
  voted: boolean;
  /** By replica: its first vote of the round. */
  votes: Map<ReplicaId, BlockId>;
}

type Effects = Effect<Message>[];
type Bugs = readonly (keyof typeof BUGS)[];
»
/** What may be broken on purpose, each with what the correct rule says. Try --bug votes_twice. */
const BUGS = { votes_twice: "vote for the first offer of a round only" };

const NOTHING_BEFORE = blockId("nothing before");

export default defineProtocol({
  name: "NAME",
  bugs: BUGS,
  create: (bugs«: Bugs»)«: Protocol<State, Message>» => ({
    name: "NAME",
    /** In the order of a round. Scenarios can drop messages by type. */
    messageTypes: [
      { type: "offer", role: "proposal" },
      { type: "vote", role: "vote" },
    ],
    /** Beyond safety: a round in which the network has healed decides. */
    promises: { recoversIn: 1 },

    init: () => ({ round: FIRST_ROUND, voted: false, votes: new Map() }),

    /** What a judge may know of a message. In one slot an honest replica signs one value. */
    describe: ({ type, round, sender, value }) => ({
      type,
      round,
      sender,
      block: { id: value, parent: NOTHING_BEFORE, round },
      signs: [{ slot: type + " " + round, value }],
    }),

    /** One event: changes the state and says what to do. No clock, no randomness, no await. */
    handle(state, event, context) {
      if (event.kind === "start") return enter(state, FIRST_ROUND, "start", context);
      if (event.kind === "timer") return enter(state, nextRound(state.round), "clock", context);
      if (event.kind !== "message") return [];
      const { message, from } = event;
      if (message.sender !== from || message.round !== state.round) {
        return [{ kind: "refused", message, because: "not of this round, or not from its sender" }];
      }
      if (message.type === "vote") return count(state, message, context);
      const leads = from === leaderOf(state.round, context);
      if (!leads || (state.voted && !bugs.includes("votes_twice"))) {
        return [{ kind: "refused", message, because: "not the first offer of the leader" }];
      }
      state.voted = true;
      return [{ kind: "broadcast", message: { ...message, type: "vote", sender: context.self } }];
    },
  }),
});

/** Tells that a round begins, and starts its clock. The leader makes its offer. */
function enter(state«: State», round«: Round», by«: string», context«: ReplicaContext»)«: Effects» {
  Object.assign(state, { round, voted: false, votes: new Map() });
  const effects«: Effects» = [
    { kind: "entered", round, by },
    { kind: "start-timer", timer: { name: "clock", round }, after: 4 * context.delta },
  ];
  const { self, transactions } = context;
  if (leaderOf(round, context) !== self) return effects;
  const value = blockId("value " + (transactions?.(round)[0] ?? round));
  effects.push({ kind: "broadcast", message: { type: "offer", round, sender: self, value } });
  return effects;
}

/** Counts the first vote of each replica. A quorum of them decides. */
function count({ votes }«: State», vote«: Message», { validators }«: ReplicaContext»)«: Effects» {
  const { round, sender, value } = vote;
  if (votes.has(sender)) return [];
  votes.set(sender, value);
  const signers = [...votes].flatMap(([voter, voted]) => (voted === value ? [voter] : []));
  if (signers.length !== validators.quorum) return [];
  return [
    { kind: "certified", certificate: { slot: "vote " + round, value, round, signers } },
    { kind: "commit", entry: decisionEntry({ id: value, round, slot: "round " + round }) },
  ];
}

/** Scenarios say who leads; elsewhere the replicas take turns. */
const leaderOf = (round«: Round», { leaderOf, validators: { ids } }«: ReplicaContext») =>
  leaderOf?.(round) ?? ids[round % ids.length];
`;
