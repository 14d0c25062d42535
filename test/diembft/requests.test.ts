/** What a replica does about requests of clients, and about the payloads of blocks. */
import { expect } from "chai";
import fc from "fast-check";
import { isServed, markServed } from "../../lib/protocols/diembft/clients/served.js";
import { initialState } from "../../lib/protocols/diembft/state.js";
import { requestOf, transactionOf } from "../../lib/protocol/host/client.js";
import type { ClientRequest } from "../../lib/protocol/host/client.js";
import type { StateId, Transaction } from "../../lib/protocol/ids.js";
import { requestBy, transactionBy } from "./support/clients.js";
import { Forge } from "./support/forge.js";
import { TestReplica } from "./support/test-replica.js";
import { words } from "./support/words.js";

function served(self: string, capacity = 10) {
  const forge = new Forge();
  const mempool = { capacity, blockSize: 2 };
  const subject = new TestReplica(forge, self, { leaders: "a b c d", mempool });
  subject.start();
  const ask = (...requests: readonly ClientRequest[]): readonly string[] =>
    words(
      requests.flatMap((request) => subject.handle({ kind: "request", request })),
      forge.names,
    );
  const request = (...rest: Parameters<typeof requestBy> extends [unknown, ...infer R] ? R : []) =>
    requestBy(forge.crypto, ...rest);
  const transaction = (sequence: number, more = {}) => transactionBy(forge.crypto, sequence, more);
  return { forge, subject, ask, request, transaction };
}

/** The payload that a replica proposes because of these requests. */
function proposed(world: ReturnType<typeof served>, requests: readonly ClientRequest[]) {
  const { subject } = world;
  return requests
    .flatMap((request) => subject.handle({ kind: "request", request }))
    .flatMap((effect) =>
      effect.kind === "broadcast" && effect.message.kind === "proposal"
        ? [effect.message.block.payload]
        : [],
    );
}

describe("requests at a replica", () => {
  it("an idle leader proposes as soon as one comes, and once", () => {
    const world = served("a");
    const payloads = proposed(world, [world.request(1), world.request(2)]);
    expect(payloads).to.deep.equal([[world.transaction(1)]]);
  });

  it("one that does not lead keeps them for its turn, oldest first, at most a block's worth", () => {
    const world = served("b");
    const requests = [3, 1, 2].map((sequence) => world.request(sequence));
    expect(proposed(world, requests)).to.deep.equal([]);
    const one = world.forge.block("a", 1, { payload: [] });
    world.subject.receive(world.forge.proposal(one));
    const votes = ["a", "c", "d"].map((id) => world.forge.vote(id, one));
    const effects = votes.flatMap((message) =>
      world.subject.handle({ kind: "message", from: message.sender, message }),
    );
    const blocks = effects.flatMap((effect) =>
      effect.kind === "broadcast" && effect.message.kind === "proposal"
        ? [effect.message.block]
        : [],
    );
    expect(blocks.map(({ payload }) => payload)).to.deep.equal([
      [world.transaction(3), world.transaction(1)],
    ]);
  });

  const REFUSALS: readonly (readonly [
    shows: string,
    ask: (world: ReturnType<typeof served>) => readonly string[],
    replies: readonly string[],
  ])[] = [
    [
      "a signature of somebody else",
      ({ ask, request }) => ask(request(1, { signer: "you" })),
      ["signature-invalid"],
    ],
    ["the same again, silently", ({ ask, request }) => ask(request(1), request(1)), []],
    [
      "another command under a number that waits",
      ({ ask, request }) => ask(request(1), request(1, { command: "other" })),
      ["sequence-number-taken"],
    ],
    [
      "one more than it holds",
      ({ ask, request }) => ask(...[1, 2, 3, 4].map((sequence) => request(sequence))),
      ["mempool-full"],
    ],
  ];
  for (const [shows, ask, replies] of REFUSALS) {
    it(`refuses ${shows}`, () => {
      const world = served("b", 3);
      const rejected: string[] = [];
      const { subject } = world;
      const handle = subject.handle.bind(subject);
      subject.handle = (event) => {
        const effects = handle(event);
        for (const effect of effects) {
          if (effect.kind === "reply" && effect.reply.kind === "rejected") {
            rejected.push(effect.reply.because);
          }
        }
        return effects;
      };
      ask(world);
      expect(rejected).to.deep.equal(replies);
    });
  }

  it("answers what a commit brings, though it never came, and again from memory", () => {
    const { forge, subject, ask, request, transaction } = served("d");
    const one = forge.block("a", 1, { payload: [transaction(1)] });
    const two = forge.block("b", 2, { on: forge.qc(one), payload: [] });
    const three = forge.block("c", 3, { on: forge.qc(two), payload: [] });
    const told = subject.receive(...[one, two, three].map((block) => forge.proposal(block)));
    expect(told.filter((line) => /commit |reply/.test(line))).to.deep.equal([
      `commit ${forge.names.get(one.id) ?? ""}`,
      "reply me.1 committed to me",
    ]);
    expect(ask(request(1))).to.deep.equal(["reply me.1 committed to me"]);
    expect(subject.state.mempool.pending.size).to.equal(0);
  });
});

describe("payloads at a replica", () => {
  const first = "transaction of an earlier block";
  const CASES: readonly (readonly [
    shows: string,
    payload: (transaction: (sequence: number, more?: object) => Transaction) => Transaction[],
    because: string,
  ])[] = [
    [first, (t) => [t(1)], "transaction-ordered-twice"],
    [`${first}, as another command`, (t) => [t(1, { command: "x" })], "transaction-ordered-twice"],
    ["one twice in it", (t) => [t(2), t(2)], "transaction-ordered-twice"],
    ["too many", (t) => [t(2), t(3), t(4)], "payload-too-large"],
    ["something else", () => ["free money"], "transaction-is-not-a-request"],
    ["a forged request", (t) => [t(2, { signer: "you" })], "request-signature-invalid"],
  ];
  it("does not vote for a block with a transaction that is committed", () => {
    const { forge, subject, transaction } = served("d");
    const one = forge.block("a", 1, { payload: [transaction(1)] });
    const two = forge.block("b", 2, { on: forge.qc(one), payload: [] });
    const three = forge.block("c", 3, { on: forge.qc(two), payload: [] });
    const four = forge.block("d", 4, { on: forge.qc(three), payload: [transaction(1)] });
    const earlier = [one, two, three].map((block) => forge.proposal(block));
    expect(subject.receive(...earlier)).to.include("reply me.1 committed to me");
    const told = subject.receive(forge.proposal(four));
    expect(told).to.include("refuse proposal: transaction-ordered-twice");
    expect(told.filter((line) => line.startsWith("vote"))).to.deep.equal([]);
  });

  for (const [shows, payload, because] of CASES) {
    it(`does not vote for a block with ${shows}`, () => {
      const { forge, subject, transaction } = served("d");
      const one = forge.block("a", 1, { payload: [transaction(1)] });
      const two = forge.block("b", 2, { on: forge.qc(one), payload: payload(transaction) });
      subject.receive(forge.proposal(one));
      const told = subject.receive(forge.proposal(two));
      expect(told).to.include(`refuse proposal: ${because}`);
      expect(told.filter((line) => line.startsWith("vote"))).to.deep.equal([]);
    });
  }
});

describe("transactions", () => {
  it("encode requests: equal ones alike, others differently, and back", () => {
    const { request } = served("a");
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(fc.integer({ min: 1 }), text, text, (sequence, client, command) => {
        const original = request(sequence, { client: `c${client}`, command });
        expect(requestOf(transactionOf(original))).to.deep.equal(original);
      }),
    );
  });

  it("are refused as junk without an exception", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (junk) => {
        const read = requestOf(junk);
        if (read !== null) expect(transactionOf(read)).to.equal(junk);
      }),
    );
  });
});

describe("which requests are served", () => {
  it("is exact in any order, and takes little room when the order is that of the numbers", () => {
    const sequences = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 40 });
    const { forge, request } = served("a");
    fc.assert(
      fc.property(sequences, (order) => {
        const { mempool } = initialState(forge.genesis);
        for (const sequence of order) markServed(mempool, request(sequence), "s" as StateId);
        for (let sequence = 1; sequence <= 41; sequence++) {
          expect(isServed(mempool, request(sequence))).to.equal(order.includes(sequence));
        }
      }),
    );
    const { mempool } = initialState(forge.genesis);
    for (let i = 1; i <= 1000; i++) markServed(mempool, request(i), "s" as StateId);
    const [client] = mempool.clients.values();
    expect(client?.ahead.size).to.equal(0);
    expect(client?.recent.size).to.be.below(100);
  });
});
