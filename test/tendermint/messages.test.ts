/** What Tendermint refuses: junk, strangers, wrong signatures, wrong proposers, wrong relays. */
import { expect } from "chai";
import fc from "fast-check";
import type { Effect } from "../../lib/protocol/host/effect.js";
import { replicaId, round, signature } from "../../lib/protocol/ids.js";
import type { BlockId } from "../../lib/protocol/ids.js";
import { GENESIS, idOf, proposalOf, voteOf } from "../../lib/protocols/tendermint/messages.js";
import type {
  Decision,
  Message,
  Relay,
  Value,
  Vote,
} from "../../lib/protocols/tendermint/messages.js";
import { tendermint } from "../../lib/protocols/tendermint/tendermint.js";
import { surroundings } from "../support/surroundings.js";

const { crypto, contextOf } = surroundings("abcd");

const NOTHING: Relay = { decisions: [], votes: [] };

function valueBy(proposer: string, height: number, at: number, parent = GENESIS): Value {
  const content = { height, round: round(at), proposer: replicaId(proposer), parent };
  const made = { ...content, transactions: [] };
  return { id: idOf(made, crypto), ...made };
}

interface Offered {
  readonly by: string;
  readonly at?: number;
  readonly validRound?: number;
  readonly relay?: Relay;
}

function proposal(value: Value, { by, at = value.round, ...rest }: Offered): Message {
  const { validRound = 0, relay = NOTHING } = rest;
  const places = { height: value.height, round: round(at), validRound: round(validRound) };
  return { ...proposalOf({ ...places, value }, contextOf(by)), relay };
}

const vote = (kind: Vote["kind"], value: BlockId | null, by: string, at = 1): Vote =>
  voteOf({ kind, height: 1, round: round(at), value }, contextOf(by));

const sent = (signed: Vote, relay = NOTHING): Message => ({ ...signed, relay });

/** What a process in round 1 does on messages, the last of them. */
function receive(from: string, ...messages: readonly unknown[]): readonly Effect<Message>[] {
  const context = contextOf("a");
  const protocol = tendermint();
  const state = protocol.init(context);
  protocol.handle(state, { kind: "start" }, context);
  const answers = messages.map((message) =>
    protocol.handle(
      state,
      { kind: "message", from: replicaId(from), message: message as Message },
      context,
    ),
  );
  return answers.at(-1) ?? [];
}

const heard = (effects: readonly Effect<Message>[]): readonly string[] =>
  effects.map((effect) => (effect.kind === "refused" ? effect.because : effect.kind));

const first = valueBy("b", 1, 1);
const second = valueBy("b", 2, 2, first.id);
const precommits = ["b", "c", "d"].map((name) => vote("precommit", first.id, name));
const prevotes = ["b", "c", "d"].map((name) => vote("prevote", first.id, name));
const decision: Decision = { value: first, precommits };

const withDecision = (changed: Partial<Decision>): Message =>
  proposal(second, { by: "b", relay: { decisions: [{ ...decision, ...changed }], votes: [] } });

describe("messages of Tendermint", () => {
  const CASES: readonly (readonly [shows: string, message: unknown, from: string, ...string[]])[] =
    [
      ["a vote counts", sent(vote("prevote", first.id, "c")), "c"],
      ["a proposal gets a prevote", proposal(first, { by: "b" }), "b", "decided", "broadcast"],
      ["a vote on behalf of another", sent(vote("prevote", null, "c")), "d", "not from its sender"],
      ["a stranger's vote", sent(vote("prevote", null, "z")), "z", "signed by a stranger"],
      [
        "a signature under something else",
        sent({ ...vote("prevote", null, "c"), kind: "precommit" }),
        "c",
        "wrong signature",
      ],
      [
        "a proposal of another than the proposer",
        proposal(valueBy("c", 1, 1), { by: "c" }),
        "c",
        "not by the proposer of its round",
      ],
      [
        "another's value as a new one",
        proposal(valueBy("c", 1, 1), { by: "b" }),
        "b",
        "another's value",
      ],
      [
        "a value of a later round",
        proposal(valueBy("b", 1, 3), { by: "b", at: 2 }),
        "b",
        "not a value of its height",
      ],
      [
        "a valid round that is not before",
        proposal(first, { by: "b", validRound: 1 }),
        "b",
        "valid in no round before its own",
      ],
      [
        "a value under another's id",
        proposal({ ...first, transactions: ["more"] }, { by: "b" }),
        "b",
        "not the value's id",
      ],
      [
        "a forged vote that is relayed",
        sent(vote("prevote", null, "c"), {
          decisions: [],
          votes: [{ ...vote("precommit", null, "d"), sender: replicaId("b") }],
        }),
        "c",
        "wrong signature",
      ],
      [
        "a decision with too few precommits",
        withDecision({ precommits: precommits.slice(1) }),
        "b",
        "not decided",
      ],
      [
        "a decision with one's precommit twice",
        withDecision({ precommits: [...precommits, ...precommits.slice(1)] }),
        "b",
        "no votes for one value",
      ],
      [
        "a decision by prevotes",
        withDecision({ precommits: prevotes }),
        "b",
        "no votes for one value",
      ],
      [
        "a decision of another value",
        withDecision({ value: valueBy("b", 1, 2) }),
        "b",
        "no votes for one value",
      ],
      ["a decision with a gap below", withDecision({ value: second }), "b", "decisions with a gap"],
      [
        "no value",
        { ...proposal(first, { by: "b" }), value: null },
        "b",
        "no message of this protocol",
      ],
      [
        "a round that is no number",
        { ...sent(vote("prevote", null, "c")), round: NaN },
        "c",
        "no message of this protocol",
      ],
      ["nothing", null, "c", "no message of this protocol"],
    ];
  for (const [shows, message, from, ...effects] of CASES) {
    it(shows, () => {
      expect(heard(receive(from, message))).to.deep.equal(effects);
    });
  }

  it("a decision that is relayed is decided, and its height is over", () => {
    const effects = receive("b", withDecision({}));
    expect(heard(effects).filter((kind) => !kind.endsWith("timer"))).to.deep.equal([
      ...["certified", "commit", "entered"],
      ...["decided", "broadcast"],
    ]);
  });

  it("line 28: a proposal with a valid round waits for the prevotes of that round", () => {
    const offer = (votes: readonly Vote[]): Message =>
      proposal(first, { by: "b", at: 2, validRound: 1, relay: { decisions: [], votes } });
    const entering = vote("precommit", null, "c", 2);
    const answer = (votes: readonly Vote[]): readonly string[] =>
      heard(receive("b", offer([...votes, entering]))).filter((kind) => kind === "broadcast");
    expect(answer(prevotes.slice(1))).to.deep.equal([]);
    expect(answer(prevotes)).to.deep.equal(["broadcast"]);
  });

  it("never throws, whatever comes", () => {
    const part = fc.oneof(fc.anything(), fc.constant(first), fc.constant(precommits));
    const junk = fc.record(
      {
        kind: fc.constantFrom("proposal", "prevote", "precommit", "?"),
        sender: fc.constant("b"),
        signature: fc.oneof(part, fc.constant(signature("s"))),
        height: fc.oneof(part, fc.constant(1)),
        round: fc.oneof(part, fc.constant(1)),
        value: part,
        validRound: part,
        relay: fc.oneof(part, fc.record({ decisions: part, votes: part })),
      },
      { requiredKeys: ["sender"] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), junk), (message) => {
        expect(heard(receive("b", message))).to.not.include("broadcast");
      }),
    );
  });
});
