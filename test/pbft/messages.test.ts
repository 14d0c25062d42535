/** What PBFT refuses: junk, strangers, wrong signatures, wrong primaries, wrong proofs. */
import { expect } from "chai";
import fc from "fast-check";
import type { Effect } from "../../lib/protocol/host/effect.js";
import { replicaId, round, signature } from "../../lib/protocol/ids.js";
import { idOf, signed } from "../../lib/protocols/pbft/messages.js";
import type {
  Decided,
  Decision,
  Message,
  NewView,
  Phase,
  Prepared,
  PrePrepare,
  Request,
  ViewChange,
} from "../../lib/protocols/pbft/messages.js";
import { pbft } from "../../lib/protocols/pbft/pbft.js";
import { surroundings } from "../support/surroundings.js";

const { crypto, contextOf } = surroundings("abcd");

function requestOf(sequence: number, view: number, transaction = "x"): Request {
  const content = { sequence, view: round(view), transactions: [transaction] };
  return { id: idOf(content, crypto), ...content };
}

const order = (request: Request, by = "b", view = 1, sequence = request.sequence): PrePrepare =>
  signed<PrePrepare>({ kind: "pre-prepare", view: round(view), sequence, request }, contextOf(by));

const phase = (kind: Phase["kind"], request: Request, by: string, view = 1): Phase =>
  signed<Phase>(
    { kind, view: round(view), sequence: request.sequence, digest: request.id },
    contextOf(by),
  );

const first = requestOf(1, 1);
const second = requestOf(2, 1);
const prepared: Prepared = {
  order: order(first),
  prepares: ["c", "d"].map((name) => phase("prepare", first, name)),
};

const change = (by: string, proofs: readonly Prepared[], view = 2): ViewChange =>
  signed<ViewChange>({ kind: "view-change", view: round(view), prepared: proofs }, contextOf(by));

const changes = ["b", "c", "d"].map((name) => change(name, []));
const newView = (list: readonly ViewChange[], by = "b"): NewView =>
  signed<NewView>({ kind: "new-view", view: round(2), changes: list }, contextOf(by));

const commitsOf = (request: Request, view = 1): readonly Phase[] =>
  ["b", "c", "d"].map((name) => phase("commit", request, name, view));
const decision: Decision = { request: first, commits: commitsOf(first) };
const decided = (...decisions: readonly Decision[]): Decided => ({
  kind: "decided",
  view: round(2),
  sender: replicaId("c"),
  decisions,
});

/** What replica a does on messages in view 1, after all of them; timers are left out. */
function receive(...messages: readonly (readonly [from: string, message: unknown])[]): string[] {
  const context = contextOf("a");
  const protocol = pbft();
  const state = protocol.init(context);
  protocol.handle(state, { kind: "start" }, context);
  return messages.flatMap(([from, message]) =>
    heard(
      protocol.handle(
        state,
        { kind: "message", from: replicaId(from), message: message as Message },
        context,
      ),
    ),
  );
}

const heard = (effects: readonly Effect<Message>[]): string[] =>
  effects.flatMap((effect) => {
    if (effect.kind === "refused") return [effect.because];
    if (effect.kind === "start-timer" || effect.kind === "stop-timer") return [];
    return effect.kind === "broadcast" ? [effect.message.kind] : [effect.kind];
  });

/** What replica a does on view changes of others to a view, after it has asked for this one. */
function hearAfterAskingFor(asked: number, view: number): string[] {
  const context = contextOf("a");
  const protocol = pbft();
  const state = protocol.init(context);
  protocol.handle(state, { kind: "start" }, context);
  for (let at = 1; at < asked; at++) {
    protocol.handle(state, { kind: "timer", timer: { name: "view timer" } }, context);
  }
  return ["b", "c", "d"].flatMap((name) => {
    const message = change(name, [], view);
    return heard(
      protocol.handle(state, { kind: "message", from: replicaId(name), message }, context),
    );
  });
}

describe("messages of PBFT", () => {
  it("2f+1 view changes begin the view that a replica has asked for, and later ones", () => {
    expect(hearAfterAskingFor(2, 2)).to.deep.equal(["entered"]);
    expect(hearAfterAskingFor(3, 3)).to.deep.equal(["entered"]);
    expect(hearAfterAskingFor(2, 3)).to.deep.equal(["view-change", "entered"]);
  });

  it("but none before it, in which it would prepare what its view change does not tell", () => {
    expect(hearAfterAskingFor(3, 2)).to.deep.equal([]);
  });

  const REFUSED: readonly (readonly [shows: string, from: string, message: unknown, string])[] = [
    ["a vote on behalf of another", "d", phase("prepare", first, "c"), "not from its sender"],
    ["a stranger's vote", "z", phase("prepare", first, "z"), "signed by a stranger"],
    [
      "a signature under something else",
      "c",
      { ...phase("prepare", first, "c"), kind: "commit" },
      "wrong signature",
    ],
    ["another's order", "c", order(first, "c"), "not by the primary of its view"],
    ["an order for another number", "b", order(first, "b", 1, 2), "another's request"],
    ["a request of a view to come", "b", order(requestOf(1, 3)), "another's request"],
    [
      "a request under another's digest",
      "b",
      order({ ...first, transactions: ["y"] }),
      "not the request's digest",
    ],
    [
      "a view change with too few prepares",
      "c",
      change("c", [{ ...prepared, prepares: prepared.prepares.slice(1) }]),
      "not prepared",
    ],
    [
      "one whose prepares are commits",
      "c",
      change("c", [{ ...prepared, prepares: commitsOf(first).slice(1) }]),
      "no prepares of one order",
    ],
    [
      "one that counts the primary twice",
      "c",
      change("c", [
        { ...prepared, prepares: [phase("prepare", first, "b"), phase("prepare", first, "c")] },
      ]),
      "no prepares of one order",
    ],
    [
      "one that is prepared twice in a number",
      "c",
      change("c", [prepared, prepared]),
      "a sequence number is prepared twice",
    ],
    [
      "one that is prepared in the view that it asks for",
      "c",
      change("c", [
        {
          order: order(first, "b", 2),
          prepares: ["c", "d"].map((name) => phase("prepare", first, name, 2)),
        },
      ]),
      "prepared in a view to come",
    ],
    ["a new view of another", "c", newView(changes, "c"), "not by the primary of its view"],
    ["a new view on two changes", "b", newView(changes.slice(1)), "too few view changes"],
    [
      "a new view with a change twice",
      "b",
      newView([...changes.slice(1), ...changes.slice(1)]),
      "a replica's view change counts once",
    ],
    [
      "a new view on changes to another",
      "b",
      newView(["b", "c", "d"].map((name) => change(name, [], 3))),
      "view changes to another view",
    ],
    [
      "a decision with too few commits",
      "c",
      decided({ ...decision, commits: decision.commits.slice(1) }),
      "not decided",
    ],
    [
      "a decision by commits of another",
      "c",
      decided({ ...decision, commits: commitsOf(second) }),
      "no commits of one",
    ],
    [
      "a decision with one's commit twice",
      "c",
      decided({ ...decision, commits: [...decision.commits, ...decision.commits] }),
      "no commits of one",
    ],
    ["no request", "b", { ...order(first), request: null }, "no message of this protocol"],
    ["a view that is no number", "c", { ...changes[1], view: NaN }, "no message of this protocol"],
    ["nothing", "c", null, "no message of this protocol"],
  ];
  for (const [shows, from, message, because] of REFUSED) {
    it(`are refused: ${shows}`, () => {
      expect(receive([from, message])).to.deep.equal([because]);
    });
  }

  it("a first order is prepared, a second one for its number is not", () => {
    const other = requestOf(1, 1, "y");
    expect(receive(["b", order(first)], ["b", order(other)])).to.deep.equal(["prepare"]);
  });

  it("an order and 2f prepares are answered by a commit, 2f+1 commits decide", () => {
    const prepares = ["a", "c"].map((name) => [name, phase("prepare", first, name)] as const);
    const commits = ["a", "b", "c"].map((name) => [name, phase("commit", first, name)] as const);
    expect(receive(["b", order(first)], ...prepares)).to.deep.equal([
      ...["prepare", "certified", "commit"],
    ]);
    expect(receive(["b", order(first)], ...commits)).to.deep.equal([
      ...["prepare", "certified", "commit"],
    ]);
  });

  it("a replica that follows f+1 others takes part in its view no more", () => {
    const asked = ["c", "d"].map((name) => [name, change(name, [])] as const);
    expect(receive(...asked, ["b", order(first)])).to.deep.equal(["view-change"]);
  });

  it("what is prepared is ordered again in the new view, and nothing else is", () => {
    const list = [change("b", []), change("c", [prepared]), change("d", [])];
    const own = requestOf(1, 2);
    const inView2 = (request: Request) =>
      receive(["b", newView(list)], ["b", order(request, "b", 2)]);
    expect(inView2(first)).to.deep.equal(["view-change", "entered", "prepare"]);
    expect(inView2(own)).to.deep.equal(["view-change", "entered", "decided"]);
  });

  it("who has decided the log helps those that change the view", () => {
    const all = decided(decision, { request: second, commits: commitsOf(second) });
    expect(receive(["c", all], ["d", change("d", [])])).to.deep.equal([
      ...["certified", "commit", "certified", "commit", "halted", "send"],
    ]);
  });

  it("never throws, whatever comes", () => {
    const part = fc.oneof(fc.anything(), fc.constantFrom<unknown>(first, prepared, changes, 1));
    const junk = fc.record(
      {
        kind: fc.constantFrom(
          ...["pre-prepare", "prepare", "commit", "view-change", "new-view", "decided", "?"],
        ),
        sender: fc.constant("b"),
        signature: fc.oneof(part, fc.constant(signature("s"))),
        view: part,
        sequence: part,
        request: part,
        digest: part,
        prepared: fc.oneof(part, fc.array(part)),
        changes: part,
        decisions: fc.oneof(part, fc.array(fc.record({ request: part, commits: part }))),
      },
      { requiredKeys: ["sender"] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), junk), (message) => {
        expect(receive(["b", message])).to.not.include("prepare");
      }),
    );
  });
});
