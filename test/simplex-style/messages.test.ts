/** What Simplex-style protocols refuse: junk, strangers, wrong leaders, paths with gaps. */
import { expect } from "chai";
import fc from "fast-check";
import { replicaId, round, signature } from "../../lib/protocol/ids.js";
import { ownSignature } from "../../lib/protocol/verification/signatures.js";
import {
  GENESIS,
  blockDigest,
  idOf,
  nullifyDigest,
} from "../../lib/protocols/simplex-style/messages.js";
import type {
  Block,
  BlockVote,
  Message,
  Notarization,
  Nullification,
  Nullify,
  Path,
  Proposal,
} from "../../lib/protocols/simplex-style/messages.js";
import { rulesWith } from "../../lib/protocols/simplex/rules.js";
import { simplex } from "../../lib/protocols/simplex/simplex.js";
import { twoRoundSimplex } from "../../lib/protocols/two-round-simplex/two-round-simplex.js";
import { surroundings } from "../support/surroundings.js";

const { crypto, contextOf } = surroundings("abcd");

function blockOf(view: number, justify: Notarization | null = null, proposer = "b"): Block {
  const parent = justify?.block.id ?? GENESIS;
  const own = { parent, view: round(view), proposer: replicaId(proposer), transactions: ["x"] };
  return { id: idOf(own, crypto), ...own, justify };
}

const voteOf = (kind: BlockVote["kind"], by: string, block: Block): BlockVote => ({
  kind,
  ...ownSignature(blockDigest(kind, block, crypto), contextOf(by)),
  block,
});

const notarizationBy = (names: string, block: Block): Notarization => ({
  kind: "notarization",
  block,
  votes: Array.from(names, (name) =>
    ownSignature(blockDigest("notarize", block, crypto), contextOf(name)),
  ),
});

const skipsBy = (names: string, view: number): Nullification => ({
  kind: "nullification",
  view: round(view),
  votes: Array.from(names, (name) =>
    ownSignature(nullifyDigest(round(view), crypto), contextOf(name)),
  ),
});

const proposalOf = (block: Block, skipped: readonly Nullification[] = [], by = "b"): Proposal => ({
  kind: "proposal",
  ...ownSignature(blockDigest("proposal", block, crypto), contextOf(by)),
  block,
  skipped,
});

const START: Path = { certified: null, skipped: [] };
const nullifyOf = (by: string, view = 1, path = START): Nullify => ({
  kind: "nullify",
  ...ownSignature(nullifyDigest(round(view), crypto), contextOf(by)),
  view: round(view),
  path,
});

const first = blockOf(1);
const certified = notarizationBy("bcd", first);

/** What replica a does on messages in view 1; timers are left out. */
function receive(
  protocol: ReturnType<typeof simplex>,
  ...messages: readonly (readonly [from: string, message: unknown])[]
): string[] {
  const context = contextOf("a");
  const state = protocol.init(context);
  protocol.handle(state, { kind: "start" }, context);
  return messages.flatMap(([from, message]) =>
    protocol
      .handle(
        state,
        { kind: "message", from: replicaId(from), message: message as Message },
        context,
      )
      .flatMap((effect) => {
        if (effect.kind === "refused") return [effect.because];
        if (effect.kind === "start-timer" || effect.kind === "decided") return [];
        return effect.kind === "broadcast" ? [effect.message.kind] : [effect.kind];
      }),
  );
}

describe("messages of Simplex-style protocols", () => {
  const REFUSED: readonly (readonly [shows: string, from: string, message: unknown, string])[] = [
    ["a vote on behalf of another", "d", voteOf("notarize", "c", first), "not from its sender"],
    ["a stranger's vote", "z", voteOf("notarize", "z", first), "signed by a stranger"],
    [
      "a signature under something else",
      "c",
      { ...voteOf("notarize", "c", first), kind: "finalize" },
      "wrong signature",
    ],
    [
      "a block under another's id",
      "c",
      voteOf("notarize", "c", { ...first, transactions: ["y"] }),
      "not the block's id",
    ],
    ["another's proposal", "c", proposalOf(first, [], "c"), "not by the leader of its view"],
    ["a block of another", "b", proposalOf(blockOf(1, null, "c")), "not by the leader of its view"],
    ["a view that is not skipped", "b", proposalOf(blockOf(2)), "a view before it is not skipped"],
    [
      "skips with a gap",
      "b",
      proposalOf(blockOf(4, certified), [skipsBy("bcd", 3)]),
      "a view before it is not skipped",
    ],
    ["a skip by two", "b", proposalOf(blockOf(2), [skipsBy("bc", 1)]), "signed by too few"],
    [
      "a skip by one of them twice",
      "b",
      proposalOf(blockOf(2), [skipsBy("bcc", 1)]),
      "signed by a replica twice",
    ],
    [
      "a block on what two notarized",
      "b",
      proposalOf(blockOf(2, notarizationBy("bc", first))),
      "signed by too few",
    ],
    [
      "a block beside what it certifies",
      "b",
      proposalOf({ ...blockOf(2), justify: certified }),
      "not on what it certifies",
    ],
    [
      "a block without its parent's certificate",
      "b",
      proposalOf({ ...blockOf(2, certified), justify: null }, [skipsBy("bcd", 1)]),
      "without its parent's certificate",
    ],
    [
      "a vote to skip a view that nobody enters",
      "c",
      nullifyOf("c", 2),
      "a view before it is not skipped",
    ],
    [
      "a proposal of nothing",
      "b",
      { ...proposalOf(first), block: null },
      "no message of this protocol",
    ],
    ["nothing", "c", null, "no message of this protocol"],
  ];
  for (const [shows, from, message, because] of REFUSED) {
    it(`are refused: ${shows}`, () => {
      expect(receive(simplex(), [from, message])).to.deep.equal([because]);
    });
  }

  it("with unchecked_skips a proposal passes over a view that nobody has skipped", () => {
    const skip = ["b", "c", "d"].map((name) => [name, nullifyOf(name)] as const);
    const passing = ["b", proposalOf(blockOf(2))] as const;
    const bug = simplex(rulesWith(["unchecked_skips"]));
    expect(receive(bug, ...skip, passing).at(-1)).to.equal("notarize");
    expect(receive(simplex(), ...skip, passing).at(-1)).to.equal("a view before it is not skipped");
  });

  it("the first proposal gets a vote, three votes finalize and end the view", () => {
    const votes = ["b", "c", "d"].map((name) => [name, voteOf("notarize", name, first)] as const);
    const other = { ...blockOf(1), transactions: ["y"] };
    const second = proposalOf({ ...other, id: idOf(other, crypto) });
    expect(receive(simplex(), ["b", proposalOf(first)], ["b", second])).to.deep.equal(["notarize"]);
    expect(receive(simplex(), ...votes)).to.deep.equal([
      ...["finalize", "certified", "certificate", "entered"],
    ]);
  });

  it("three votes skip a view, and nothing is finalized there by who voted so", () => {
    const skips = ["b", "c", "d"].map((name) => [name, nullifyOf(name)] as const);
    expect(receive(simplex(), ...skips)).to.deep.equal([
      ...["certified", "certificate", "entered"],
    ]);
  });

  it("three votes to finalize commit, however late", () => {
    const finals = ["b", "c", "d"].map((name) => [name, voteOf("finalize", name, first)] as const);
    expect(receive(simplex(), ...finals)).to.deep.equal(["certified", "commit"]);
  });

  it("a replica that lacks the certificate of its view follows a later one", () => {
    const path: Path = { certified: notarizationBy("bcd", blockOf(4, certified)), skipped: [] };
    const forward = { kind: "certificate", sender: replicaId("c"), view: round(4), path };
    expect(receive(simplex(), ["c", forward])).to.deep.equal([
      ...["finalize", "certificate", "entered"],
    ]);
  });

  it("in two rounds nobody leaves a view without a vote", () => {
    const path: Path = { certified, skipped: [] };
    const forward = { kind: "certificate", sender: replicaId("c"), view: round(1), path };
    const protocol = twoRoundSimplex();
    expect(receive(protocol, ["c", forward])).to.deep.equal([]);
    expect(receive(protocol, ["c", forward], ["b", proposalOf(first)])).to.deep.equal([
      ...["notarize", "certificate", "entered"],
    ]);
  });

  it("never throws, whatever comes", () => {
    const part = fc.oneof(fc.anything(), fc.constantFrom<unknown>(first, certified, START, 1));
    const junk = fc.record(
      {
        kind: fc.constantFrom("proposal", "notarize", "finalize", "nullify", "certificate"),
        sender: fc.constant("b"),
        signature: fc.oneof(part, fc.constant(signature("s"))),
        view: part,
        block: part,
        skipped: fc.oneof(part, fc.array(part)),
        path: fc.oneof(part, fc.record({ certified: part, skipped: fc.array(part) })),
      },
      { requiredKeys: ["sender"] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), junk), (message) => {
        expect(receive(simplex(), ["b", message])).to.not.include("notarize");
      }),
    );
  });
});
