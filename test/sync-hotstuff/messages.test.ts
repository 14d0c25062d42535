/** What Sync HotStuff refuses: junk, strangers, wrong leaders, and certificates of too few. */
import { expect } from "chai";
import fc from "fast-check";
import { blockId, replicaId, round, signature } from "../../lib/protocol/ids.js";
import { ownSignature } from "../../lib/protocol/verification/signatures.js";
import {
  GENESIS,
  GENESIS_CERTIFICATE,
  blameDigest,
  idOf,
  offerDigest,
  voteDigest,
} from "../../lib/protocols/sync-hotstuff/messages.js";
import type {
  Blame,
  Block,
  BlockCertificate,
  Message,
  NewView,
  Offer,
  Proposal,
  Quit,
  Vote,
} from "../../lib/protocols/sync-hotstuff/messages.js";
import { syncHotstuff } from "../../lib/protocols/sync-hotstuff/sync-hotstuff.js";
import { surroundings } from "../support/surroundings.js";

const { crypto, contextOf } = surroundings("abc", 2);

const certificateBy = (names: string, view: number, block: Block): BlockCertificate => ({
  view: round(view),
  block,
  votes: Array.from(names, (name) =>
    ownSignature(voteDigest(round(view), block, crypto), contextOf(name)),
  ),
});

function blockOn(justify: BlockCertificate, change: Partial<Block> = {}): Block {
  const own = {
    ...{ parent: justify.block.id, height: justify.block.height + 1, view: round(1) },
    ...{ proposer: replicaId("b"), transactions: ["x"], justify },
    ...change,
  };
  return { id: idOf(own, crypto), ...own };
}

const proposalOf = (block: Block, by = "b"): Proposal => ({
  kind: "proposal",
  block,
  ...ownSignature(offerDigest({ kind: "proposal", block }, crypto), contextOf(by)),
});

function newViewOn(high: BlockCertificate, view = 2): NewView {
  const content = { kind: "new-view", view: round(view), high } as const;
  return { ...content, ...ownSignature(offerDigest(content, crypto), contextOf("b")) };
}

const voteFor = (offer: Offer, block: Block, by: string): Vote => ({
  kind: "vote",
  offer,
  ...ownSignature(voteDigest(round(1), block, crypto), contextOf(by)),
});

const blameOf = (view: number, by: string): Blame => ({
  kind: "blame",
  view: round(view),
  ...ownSignature(blameDigest(round(view), crypto), contextOf(by)),
});

const quitBy = (because: Quit["because"], view = 1): Quit => ({
  kind: "quit",
  view: round(view),
  sender: replicaId("c"),
  because,
});

/** Why a refuses a message; null if it does not. */
function refusal(message: unknown, from?: string): string | null {
  const context = contextOf("a");
  const protocol = syncHotstuff();
  const state = protocol.init(context);
  protocol.handle(state, { kind: "start" }, context);
  const sent = message as Message;
  const sender = replicaId(from ?? sent.sender);
  const effects = protocol.handle(state, { kind: "message", from: sender, message: sent }, context);
  const refused = effects.find(({ kind }) => kind === "refused");
  return refused?.kind === "refused" ? refused.because : null;
}

const certified = certificateBy("bc", 1, GENESIS);
const block = blockOn(certified);
const other = blockOn(certified, { transactions: ["y"] });
const proposal = proposalOf(block);

describe("what Sync HotStuff refuses", () => {
  for (const [what, message] of [
    ["a proposal", proposal],
    ["a proposal that another replica has signed as its vote", voteFor(proposal, block, "c")],
    ["a new view on genesis", newViewOn(GENESIS_CERTIFICATE, 1)],
    ["a new view on a certified block", newViewOn(certificateBy("ab", 1, block))],
    ["a status", { kind: "status", view: round(2), sender: replicaId("c"), high: certified }],
    ["a blame", blameOf(1, "c")],
    ["blames of f+1", quitBy([blameOf(1, "a"), blameOf(1, "c")])],
    ["an equivocation", quitBy([proposal, proposalOf(other)])],
  ] as const) {
    it(`nothing of ${what}`, () => {
      expect(refusal(message)).to.equal(null);
    });
  }

  const few = certificateBy("b", 1, GENESIS);
  for (const [what, message, because] of [
    ["another's message", { ...blameOf(1, "c"), sender: "b" }, "wrong signature"],
    [
      "a block that is not its id's",
      proposalOf({ ...block, id: blockId("z") }),
      "not the block's id",
    ],
    ["a proposal of another replica", proposalOf(block, "c"), "not by the leader of its view"],
    [
      "a block of another proposer",
      proposalOf(blockOn(certified, { proposer: replicaId("c") })),
      "not by its leader",
    ],
    [
      "a block with a gap",
      proposalOf(blockOn(certified, { height: 2 })),
      "not on what it certifies",
    ],
    ["a certificate of f", proposalOf(blockOn(few)), "signed by too few"],
    [
      "a certificate of one twice",
      proposalOf(blockOn(certificateBy("bb", 1, GENESIS))),
      "signed by a replica twice",
    ],
    [
      "votes of another view",
      newViewOn({ ...certificateBy("ab", 2, block), view: round(1) }),
      "wrong signature",
    ],
    [
      "a new view on its own certificate",
      newViewOn(certificateBy("ab", 2, block)),
      "on a later certificate",
    ],
    ["a vote for another block", voteFor(proposal, other, "c"), "wrong signature"],
    [
      "a forged vote",
      { ...voteFor(proposal, block, "c"), signature: signature("f") },
      "wrong signature",
    ],
    ["blames of f", quitBy([blameOf(1, "a")]), "signed by too few"],
    [
      "blames of another view",
      quitBy([blameOf(2, "a"), blameOf(2, "c")]),
      "blames of another view",
    ],
    ["offers that agree", quitBy([proposal, newViewOn(GENESIS_CERTIFICATE, 1)]), "no conflict"],
    ["offers of another view", quitBy([proposal, proposalOf(other)], 2), "offers of another view"],
  ] as const) {
    it(`${what}: ${because}`, () => {
      expect(refusal(message)).to.equal(because);
    });
  }

  it("junk, in each field of each message", () => {
    const messages: readonly Message[] = [
      ...[proposal, voteFor(proposal, block, "c"), newViewOn(certificateBy("ab", 1, block))],
      ...[blameOf(1, "c"), quitBy([blameOf(1, "a"), blameOf(1, "c")])],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...messages), fc.nat(), fc.anything(), (message, at, junk) => {
        const fields = Object.keys(message).filter((field) => field !== "sender");
        const field = fields[at % fields.length] ?? "kind";
        expect(refusal({ ...message, [field]: junk }, message.sender)).to.be.a("string");
      }),
      { numRuns: 300 },
    );
  });
});
