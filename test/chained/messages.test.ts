/** What chained protocols refuse: junk, strangers, wrong signatures, leaders, certificates, proofs. */
import { expect } from "chai";
import fc from "fast-check";
import type { Effect } from "../../lib/protocol/host/effect.js";
import { replicaId } from "../../lib/protocol/ids.js";
import { GENESIS_QC, digestOf, newViewDigest } from "../../lib/protocols/chained/messages.js";
import type { Message, QuorumCertificate } from "../../lib/protocols/chained/messages.js";
import { fastHotstuff } from "../../lib/protocols/fast-hotstuff/fast-hotstuff.js";
import { blockBy, certified, contextOf, crypto, newView, proposal, vote } from "./fixture.js";

/** What a replica in view 1 does on a message. */
function receive(message: unknown, from: string): readonly Effect<Message>[] {
  const context = contextOf("a");
  const protocol = fastHotstuff();
  const state = protocol.init(context);
  protocol.handle(state, { kind: "start" }, context);
  const event = { kind: "message", from: replicaId(from), message: message as Message } as const;
  return protocol.handle(state, event, context);
}

const refusals = (effects: readonly Effect<Message>[]): readonly string[] =>
  effects.flatMap((effect) => (effect.kind === "refused" ? [effect.because] : []));

const first = blockBy("b", 1);
const second = blockBy("b", 2, certified(first));
const third = blockBy("b", 3, certified(second));
const gap = blockBy("b", 4, certified(second));
const proofOf = (voters: string, high: QuorumCertificate = certified(second)) =>
  Array.from(voters, (name) => newView(3, name, high));

describe("messages of chained protocols", () => {
  const ACCEPTED: readonly (readonly [shows: string, message: Message])[] = [
    ["a vote", vote(second, "c")],
    ["a proposal on genesis", proposal(first)],
    ["a proposal on a certified chain", proposal(third)],
    ["a proposal over a gap, with a proof", proposal(gap, proofOf("abd"))],
    ["a new-view message", newView(2, "c", certified(first))],
  ];
  for (const [shows, message] of ACCEPTED) {
    it(`accepts ${shows}`, () => {
      expect(refusals(receive(message, message.sender))).to.deep.equal([]);
    });
  }

  const REFUSED: readonly (readonly [shows: string, message: unknown, because: string])[] = [
    ["a stranger's vote", vote(second, "z"), "signed by a stranger"],
    [
      "a signature under something else",
      { ...vote(second, "c"), signature: proposal(second).signature },
      "wrong signature",
    ],
    [
      "a block under another's id",
      vote({ ...second, transactions: ["more"] }, "c"),
      "not the block's id",
    ],
    [
      "a proposal of another than the leader",
      proposal(blockBy("c", 1)),
      "not by the leader of its view",
    ],
    [
      "a block beside what it certifies",
      proposal({ ...second, justify: GENESIS_QC }),
      "not on what it certifies",
    ],
    [
      "a block of no later view than its parent",
      proposal(blockBy("b", 2, certified(second))),
      "not on what it certifies",
    ],
    [
      "a certificate with too few votes",
      proposal(blockBy("b", 2, certified(first, "ab"))),
      "not certified",
    ],
    [
      "a certificate with one voter's vote twice",
      proposal(blockBy("b", 2, certified(first, "abb"))),
      "a vote twice",
    ],
    [
      "a certificate with a stranger's vote",
      proposal(blockBy("b", 2, certified(first, "abz"))),
      "signed by a stranger",
    ],
    [
      "a certificate of votes for another block",
      proposal(blockBy("b", 2, { ...certified(first), votes: certified(second).votes })),
      "wrong signature",
    ],
    [
      "a bad certificate further down",
      proposal(blockBy("b", 3, certified(blockBy("b", 2, certified(first, "ab"))))),
      "not certified",
    ],
    [
      "a new-view message with another certificate than it signs",
      { ...newView(2, "c", certified(first)), high: certified(second) },
      "wrong signature",
    ],
    [
      "a new-view message with a certificate of a later view",
      newView(1, "c", certified(second)),
      "certificate of a later view",
    ],
    ["a proof of too few", proposal(gap, proofOf("ab")), "proof of too few"],
    ["a proof with a sender twice", proposal(gap, proofOf("abb")), "proof of too few"],
    [
      "a proof of another view",
      proposal(gap, [...proofOf("ab"), newView(2, "d")]),
      "proof of another view",
    ],
    [
      "a proof with a higher certificate than the block's",
      proposal(gap, [...proofOf("ab"), newView(3, "d", certified(third))]),
      "not on the highest certificate of its proof",
    ],
    [
      "a proof that others have not signed",
      proposal(
        gap,
        proofOf("abd").map((each) => ({ ...each, sender: replicaId("c") })),
      ),
      "wrong signature",
    ],
    [
      "a proof of something else",
      proposal(gap, [vote(first, "a")] as never),
      "no message of this protocol",
    ],
    ["no block", { ...vote(second, "c"), block: null }, "no message of this protocol"],
    [
      "a view that is no number",
      { ...vote(second, "c"), block: { ...second, view: NaN } },
      "no message of this protocol",
    ],
    ["an unknown kind", { ...vote(second, "c"), kind: "commit" }, "no message of this protocol"],
  ];
  for (const [shows, message, because] of REFUSED) {
    it(`refuses ${shows}`, () => {
      const { sender } = message as Message;
      expect(refusals(receive(message, sender))).to.deep.equal([because]);
    });
  }

  it("refuses what comes from another than it says, and nothing", () => {
    expect(refusals(receive(vote(second, "c"), "d"))).to.deep.equal(["not from its sender"]);
    expect(refusals(receive(null, "c"))).to.deep.equal(["no message of this protocol"]);
  });

  it("never throws, whatever comes", () => {
    const part = fc.oneof(
      fc.anything(),
      fc.constantFrom<unknown>(second, certified(first), [newView(3, "a")], GENESIS_QC, "s", 2),
    );
    const justified = part.map((justify) => ({ ...second, justify }));
    const junk = fc.record(
      {
        kind: fc.constantFrom("proposal", "vote", "new-view", "?"),
        sender: fc.constant("b"),
        signature: fc.oneof(part, fc.constant(proposal(second).signature)),
        view: part,
        block: fc.oneof(part, justified),
        high: part,
        proof: part,
      },
      { requiredKeys: ["sender"] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), junk), (message) => {
        expect(receive(message, "b")).to.be.an("array");
      }),
    );
  });

  it("tells proposals, votes and new-view messages apart, so that none is taken for another", () => {
    const digests = [
      digestOf("proposal", first, crypto),
      digestOf("vote", first, crypto),
      newViewDigest({ view: first.view, high: certified(first) }, crypto),
    ];
    expect(new Set(digests).size).to.equal(3);
  });
});
