/** What two-track protocols refuse: junk, strangers, wrong signatures, leaders and proofs. */
import { expect } from "chai";
import fc from "fast-check";
import { replicaId, round, signature } from "../../lib/protocol/ids.js";
import { fab } from "../../lib/protocols/fab/fab.js";
import { idOf, signed } from "../../lib/protocols/two-track/messages.js";
import type {
  CommitCertificate,
  Decision,
  Message,
  Order,
  Status,
  Value,
  Vote,
} from "../../lib/protocols/two-track/messages.js";
import { zyzzyva } from "../../lib/protocols/zyzzyva/zyzzyva.js";
import { surroundings } from "../support/surroundings.js";

const { crypto, contextOf } = surroundings("abcd");

function valueOf(view: number, proposer = "b"): Value {
  const content = { view: round(view), proposer: replicaId(proposer), transactions: ["x"] };
  return { id: idOf(content, crypto), ...content };
}

const vote = (kind: Vote["kind"], by: string, value: Value, view = 1): Vote =>
  signed<Vote>({ kind, view: round(view), value }, contextOf(by));

const first = valueOf(1);
const certificateBy = (...names: readonly string[]): CommitCertificate => ({
  view: round(1),
  value: first,
  answers: names.map((name) => vote("answer", name, first)),
});
const certificate = certificateBy("a", "b", "c");

const status = (by: string, known: CommitCertificate | null = null, view = 2): Status =>
  signed<Status>(
    { kind: "status", view: round(view), answered: null, certificate: known },
    contextOf(by),
  );
const statuses = ["b", "c", "d"].map((name) => status(name));

const order = (value: Value, list: readonly Status[] = [], view = 1, by = "b"): Order =>
  signed<Order>({ kind: "order", view: round(view), value, statuses: list }, contextOf(by));

const decided = (decision: Decision): Message => ({
  kind: "decided",
  view: round(1),
  sender: replicaId("c"),
  decision,
});
const decisionBy = (by: Vote["kind"], ...names: readonly string[]): Decision => ({
  by,
  view: round(1),
  value: first,
  votes: names.map((name) => vote(by, name, first)),
});

/** What replica a does on messages in view 1; timers are left out. */
function receive(
  protocol: ReturnType<typeof fab>,
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
        if (effect.kind === "start-timer" || effect.kind === "stop-timer") return [];
        if (effect.kind === "broadcast") return [effect.message.kind];
        return effect.kind === "send" ? [`${effect.message.kind} to ${effect.to}`] : [effect.kind];
      }),
  );
}

describe("messages of two-track protocols", () => {
  const REFUSED: readonly (readonly [shows: string, from: string, message: unknown, string])[] = [
    ["a vote on behalf of another", "d", vote("answer", "c", first), "not from its sender"],
    ["a stranger's vote", "z", vote("answer", "z", first), "signed by a stranger"],
    [
      "a signature under something else",
      "c",
      { ...vote("answer", "c", first), kind: "confirm" },
      "wrong signature",
    ],
    [
      "a value under another's id",
      "c",
      vote("answer", "c", { ...first, transactions: ["y"] }),
      "not the value's id",
    ],
    ["another's order", "c", order(first, [], 1, "c"), "not by the leader of its view"],
    ["a value of a view to come", "b", order(valueOf(2)), "a value of a view to come"],
    ["another's new value", "b", order(valueOf(1, "c")), "another's value"],
    ["an order without statuses", "b", order(first, [], 2), "not as many statuses as a view needs"],
    [
      "an order with too few statuses",
      "b",
      order(first, statuses.slice(1), 2),
      "not as many statuses as a view needs",
    ],
    [
      "an order with a status twice",
      "b",
      order(first, [...statuses.slice(1), ...statuses.slice(1)], 2),
      "a replica's status counts once",
    ],
    ["statuses for another view", "b", order(first, statuses, 3), "statuses for another view"],
    [
      "a status with a certificate of too few",
      "c",
      status("c", certificateBy("a", "b")),
      "signed by too few",
    ],
    [
      "a status with a certificate of one replica twice",
      "c",
      status("c", certificateBy("a", "b", "b")),
      "signed by a replica twice",
    ],
    [
      "a status with a certificate of the view that it asks for",
      "c",
      status("c", certificate, 1),
      "of a view to come",
    ],
    [
      "a fast decision without all",
      "c",
      decided(decisionBy("answer", "a", "b", "c")),
      "signed by too few",
    ],
    ["a slow decision by two", "c", decided(decisionBy("confirm", "a", "b")), "signed by too few"],
    ["an order of nothing", "b", { ...order(first), value: null }, "no message of this protocol"],
    ["nothing", "c", null, "no message of this protocol"],
  ];
  for (const [shows, from, message, because] of REFUSED) {
    it(`are refused: ${shows}`, () => {
      expect(receive(fab(), [from, message])).to.deep.equal([because]);
    });
  }

  it("a certificate is distributed only where there is a collector", () => {
    const message = { kind: "certificate", view: round(1), sender: replicaId("b"), certificate };
    expect(receive(fab(), ["b", message])).to.deep.equal(["no message of this protocol"]);
    expect(receive(zyzzyva(), ["b", message])).to.deep.equal(["confirm to b"]);
    expect(receive(zyzzyva(), ["b", { ...message, view: round(2) }])).to.deep.equal([
      "a certificate of another view",
    ]);
  });

  it("the first order of a view is answered: to all, or to the collector", () => {
    expect(receive(fab(), ["b", order(first)], ["b", order(first)])).to.deep.equal(["answer"]);
    expect(receive(zyzzyva(), ["b", order(first)])).to.deep.equal(["answer to b"]);
  });

  it("three answers are confirmed, four decide; so do three confirmations", () => {
    const by = (kind: Vote["kind"], names: string) =>
      Array.from(names, (name) => [name, vote(kind, name, first)] as const);
    const slow = ["certified", "confirm"];
    const end = ["certified", "commit", "halted"];
    expect(receive(fab(), ...by("answer", "bcd"))).to.deep.equal(slow);
    expect(receive(fab(), ...by("answer", "bcda"))).to.deep.equal([...slow, ...end]);
    expect(receive(fab(), ...by("confirm", "bcd"))).to.deep.equal(end);
  });

  it("who asks for another view answers in its own no more, and who has decided helps", () => {
    const asked = ["c", "d"].map((name) => [name, status(name)] as const);
    expect(receive(fab(), ...asked, ["b", order(first)])).to.deep.equal(["status"]);
    const known = decided(decisionBy("confirm", "b", "c", "d"));
    expect(receive(fab(), ["c", known], ["d", status("d")])).to.deep.equal([
      ...["commit", "halted", "decided to d"],
    ]);
  });

  it("a value that the statuses of its order do not allow is not answered", () => {
    const list = [status("b", certificate), ...statuses.slice(1)];
    const enter = ["c", "d", "b"].map((name) => [name, status(name)] as const);
    const inView2 = (value: Value) =>
      receive(fab(), ...enter, ["b", order(value, list, 2)]).slice(1);
    expect(inView2(valueOf(2))).to.deep.equal(["entered", "decided"]);
    expect(inView2(first)).to.deep.equal(["entered", "answer"]);
  });

  it("never throws, whatever comes", () => {
    const part = fc.oneof(fc.anything(), fc.constantFrom<unknown>(first, certificate, statuses, 1));
    const junk = fc.record(
      {
        kind: fc.constantFrom("order", "answer", "confirm", "status", "certificate", "decided"),
        sender: fc.constant("b"),
        signature: fc.oneof(part, fc.constant(signature("s"))),
        view: part,
        value: part,
        statuses: fc.oneof(part, fc.array(part)),
        answered: part,
        certificate: part,
        decision: fc.oneof(part, fc.record({ by: part, view: part, value: part, votes: part })),
      },
      { requiredKeys: ["sender"] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), junk), (message) => {
        expect(receive(zyzzyva(), ["b", message]).join()).to.not.include(" to ");
      }),
    );
  });
});
