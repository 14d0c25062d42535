/** What Streamlet refuses: junk, strangers, wrong signatures, wrong leaders, broken chains. */
import { expect } from "chai";
import fc from "fast-check";
import type { Effect } from "../../lib/protocol/host/effect.js";
import { digest, replicaId, round, signature } from "../../lib/protocol/ids.js";
import { GENESIS, digestOf, idOf, signed } from "../../lib/protocols/streamlet/messages.js";
import type { Block, Message, Proposal, Vote } from "../../lib/protocols/streamlet/messages.js";
import { streamlet } from "../../lib/protocols/streamlet/streamlet.js";
import { surroundings } from "../support/surroundings.js";

const { crypto, contextOf } = surroundings("abcd");

function blockBy(proposer: string, epoch: number, parent = GENESIS): Block {
  const content = { parent, epoch: round(epoch), proposer: replicaId(proposer), transactions: [] };
  return { id: idOf(content, crypto), ...content };
}

function proposal(block: Block, chain: Proposal["chain"] = []): Proposal {
  const by = signed("proposal", block, contextOf(block.proposer));
  return { kind: "proposal", ...by, block, chain };
}

const vote = (block: Block, by: string): Vote => ({
  kind: "vote",
  ...signed("vote", block, contextOf(by)),
  block,
});

/** What a replica in epoch 2 does on a message. */
function receive(message: unknown, from: string): readonly Effect<Message>[] {
  const context = contextOf("a");
  const protocol = streamlet();
  const state = protocol.init(context);
  protocol.handle(state, { kind: "start" }, context);
  protocol.handle(state, { kind: "timer", timer: { name: "epoch clock" } }, context);
  const event = { kind: "message", from: replicaId(from), message: message as Message } as const;
  return protocol.handle(state, event, context);
}

const refusals = (effects: readonly Effect<Message>[]): readonly string[] =>
  effects.map((effect) => (effect.kind === "refused" ? effect.because : effect.kind));

const first = blockBy("b", 1);
const second = blockBy("b", 2, first.id);
const votes = ["a", "b", "c"].map((name) => vote(first, name));
const chain = [{ block: first, votes }];

describe("messages of Streamlet", () => {
  const CASES: readonly (readonly [shows: string, message: unknown, from: string, ...string[]])[] =
    [
      ["a vote counts", vote(second, "c"), "c"],
      [
        "a proposal on a notarized chain gets a vote",
        proposal(second, chain),
        "b",
        "certified",
        "decided",
        "broadcast",
      ],
      ["a vote on behalf of another", vote(second, "c"), "d", "not from its sender"],
      ["a stranger's vote", vote(second, "z"), "z", "signed by a stranger"],
      [
        "a signature under something else",
        { ...vote(second, "c"), signature: proposal(second).signature },
        "c",
        "wrong signature",
      ],
      [
        "a block under another's id",
        vote({ ...second, transactions: ["more"] }, "c"),
        "c",
        "not the block's id",
      ],
      [
        "a proposal of another than the leader",
        proposal(blockBy("c", 2)),
        "c",
        "not by the leader of its epoch",
      ],
      [
        "a proposal beside its chain",
        proposal(blockBy("b", 2), chain),
        "b",
        "not on top of its chain",
      ],
      [
        "a proposal of no later epoch than its parent",
        proposal(blockBy("b", 1, first.id), chain),
        "b",
        "not on top of its chain",
      ],
      [
        "a chain with too few votes",
        proposal(second, [{ block: first, votes: votes.slice(1) }]),
        "b",
        "not notarized",
      ],
      [
        "a chain with one voter's vote twice",
        proposal(second, [{ block: first, votes: [...votes.slice(1), vote(first, "b")] }]),
        "b",
        "a vote twice",
      ],
      [
        "a chain of which a block is missing",
        { kind: "echo", sender: "b", epoch: 2, chain: [{ block: second, votes }] },
        "b",
        "no chain",
      ],
      [
        "an echo of a notarized chain",
        { kind: "echo", sender: "d", epoch: 2, chain },
        "d",
        "certified",
      ],
      ["no block", { ...vote(second, "c"), block: null }, "c", "no message of this protocol"],
      [
        "an epoch that is no number",
        { ...vote(second, "c"), block: { ...second, epoch: NaN } },
        "c",
        "no message of this protocol",
      ],
      ["nothing", null, "c", "no message of this protocol"],
    ];
  for (const [shows, message, from, ...effects] of CASES) {
    it(shows, () => {
      expect(refusals(receive(message, from))).to.deep.equal(effects);
    });
  }

  it("votes for the first proposal of an epoch only, and not for one of another epoch", () => {
    const because = receive(proposal(blockBy("b", 3)), "b").map((effect) =>
      effect.kind === "decided" ? effect.because : effect.kind,
    );
    expect(because).to.deep.equal(["not the first proposal of this epoch"]);
  });

  it("never throws, whatever comes", () => {
    const part = fc.oneof(fc.anything(), fc.constant(first), fc.constant(chain));
    const junk = fc.record(
      {
        kind: fc.constantFrom("proposal", "vote", "echo", "?"),
        sender: fc.constant("b"),
        signature: fc.oneof(part, fc.constant(signature("s"))),
        epoch: part,
        block: part,
        chain: part,
      },
      { requiredKeys: ["sender"] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), junk), (message) => {
        expect(refusals(receive(message, "b")).every((said) => said !== "broadcast")).to.equal(
          true,
        );
      }),
    );
  });

  it("tells votes from proposals, so that none is taken for the other", () => {
    const both = (["proposal", "vote"] as const).map((as) => digestOf(as, first, crypto));
    expect(new Set([...both, digest(first.id)]).size).to.equal(3);
  });
});
