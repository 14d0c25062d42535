/** Whatever breaks the contract ends the run as crashed, and the reason names the place. */
import { expect } from "chai";
import { InvariantViolation } from "../../lib/protocol/assert.js";
import type { Description } from "../../lib/protocol/description.js";
import type { Protocol } from "../../lib/protocol/protocol.js";
import type { Ending } from "../../lib/simulation/world.js";
import { broadcast, enter, runToys, startRetry } from "./toy.js";
import type { Note, ToyEffects, ToyState } from "./toy.js";

type Overrides = Partial<Protocol<ToyState, Note>>;

/** Runs two toys, one of which says hello, with some of the protocol replaced. */
const runWith = (overrides: Overrides): Ending =>
  runToys({ nodes: "a b", overrides }, (what, _, node) =>
    `${node} ${what}` === "b start" ? [broadcast("hello")] : [],
  ).outcome.ending;

const crashed = (node: string, error: RegExp) => ({ node, error });

/** What `handle` returns when the greeting arrives: whatever a careless author may write. */
const returning = (value: unknown): Overrides => ({
  handle: (_, event) => (event.kind === "message" ? (value as ToyEffects) : [broadcast("hello")]),
});
const effect = (value: unknown): Overrides => returning([enter(1), value]);
const describing = (value: object | undefined): Overrides => ({
  describe: () => value as Description,
});

const NOTE = { type: "note", round: 1, sender: "a" };
const AT = "broken contract: at message note of round 1 from a, ";
const ENTRY = { id: "x", round: 1, parent: "y", transactions: [], stateId: "x" };
const CERTIFICATE = { slot: "vote 1", value: "x", round: 1, signers: ["a"] };
const DESCRIBE = "broken contract: describe of a message that it sends at start: ";

/** A function that throws in a file with a name. */
function explode(): never {
  throw new TypeError("boom");
}
/** As an async function returns it that throws. */
const rejected = (): ToyEffects => Promise.reject(new Error("later")) as object as ToyEffects;

const PLACE = /(?:Object\.)?explode at contract-checks\.test\.ts:\d+:\d+/;

const HANDLE_ROWS: readonly (readonly [what: string, broken: Overrides, error: string])[] = [
  ["a Promise", returning(Promise.resolve([])), "handle returned a Promise (is it async?)"],
  ["a generator", returning([].values()), "handle returned a generator; allowed: a list"],
  ["nothing", returning(undefined), "handle returned undefined; allowed: a list of effects"],
  ["an object", returning({}), "handle returned an object; allowed: a list of effects"],
  ["an undefined effect", effect(undefined), "effect 2: is undefined; allowed: an effect"],
  [
    "an unknown effect",
    effect({ kind: "vote" }),
    'effect 2 (vote): kind is "vote"; allowed: send,',
  ],
  [
    "a send to nobody known",
    effect({ kind: "send", to: "z", message: {} }),
    'effect 2 (send): to is "z"; allowed: a, b',
  ],
  ["a send of nothing", effect({ kind: "send", to: "a" }), "effect 2 (send): message is undefined"],
  ["a broadcast of nothing", effect({ kind: "broadcast" }), "effect 2 (broadcast): message is und"],
  ["an unknown timer", effect({ kind: "stop-timer" }), "effect 2 (stop-timer): timer is undefined"],
  [
    "a timer without a name",
    effect({ kind: "start-timer", timer: {}, after: 1 }),
    "effect 2 (start-timer): timer.name is undefined",
  ],
  [
    "a timer of half a round",
    effect({ kind: "start-timer", timer: { name: "t", round: 1.5 }, after: 1 }),
    "effect 2 (start-timer): timer.round is 1.5",
  ],
  ...[NaN, -1, Infinity, "10"].map(
    (after) =>
      [
        `a timer after ${after}`,
        effect({ kind: "start-timer", timer: { name: "t" }, after }),
        `effect 2 (start-timer): after is ${typeof after === "string" ? '"10"' : after}; allowed`,
      ] as const,
  ),
  ["nothing to persist", effect({ kind: "persist" }), "effect 2 (persist): durable is undefined"],
  ["a commit of nothing", effect({ kind: "commit" }), "effect 2 (commit): entry is undefined"],
  ...(
    [
      ["id", "entry.id is undefined"],
      ["round", "entry.round is undefined"],
      ["parent", "entry has neither parent nor slot"],
      ["transactions", "entry.transactions is undefined"],
      ["stateId", "entry.stateId is undefined"],
    ] as const
  ).map(
    ([field, problem]) =>
      [
        `a commit without ${field}`,
        effect({ kind: "commit", entry: { ...ENTRY, [field]: undefined } }),
        `effect 2 (commit): ${problem}`,
      ] as const,
  ),
  ["a reply to nobody", effect({ kind: "reply", reply: {} }), "effect 2 (reply): to is undefined"],
  [
    "a round entered that is none",
    effect({ kind: "entered", round: 0, by: "qc" }),
    "effect 2 (entered): round is 0; allowed: a whole number from 1",
  ],
  [
    "a certificate without signers",
    effect({ kind: "certified", certificate: { ...CERTIFICATE, signers: undefined } }),
    "effect 2 (certified): certificate.signers is undefined",
  ],
  ["a decision unnamed", effect({ kind: "decided" }), "effect 2 (decided): what is undefined"],
  ["a refusal unexplained", effect({ kind: "refused" }), "effect 2 (refused): because is undef"],
  [
    "more effects than any event has",
    returning(Array.from({ length: 10_001 }, () => enter(1))),
    "handle returned 10001 effects; allowed: at most 10000 (a loop?)",
  ],
];

const DESCRIBE_ROWS: readonly (readonly [
  what: string,
  value: object | undefined,
  error: string,
])[] = [
  ["nothing", undefined, "it is undefined; allowed: { type, round, sender }"],
  ["no round", { ...NOTE, round: undefined }, "round is undefined; allowed: a whole number"],
  ["half a round", { ...NOTE, round: 1.5 }, "round is 1.5"],
  ["round 0", { ...NOTE, round: 0 }, "round is 0"],
  ["an undeclared type", { ...NOTE, type: "vote" }, 'type is "vote"; allowed, by messageTypes: n'],
  ["an unknown sender", { ...NOTE, sender: "z" }, 'sender is "z"; allowed: a, b'],
  ["a block without an id", { ...NOTE, block: {} }, "block.id is undefined"],
  ["a statement without a slot", { ...NOTE, signs: [{ value: null }] }, "signs.slot is undefined"],
  ["a statement of nothing", { ...NOTE, signs: [{ slot: "s" }] }, "signs.value is undefined"],
  ["one certificate, no list", { ...NOTE, shows: CERTIFICATE }, "shows is an object"],
  ["a Promise", Promise.resolve(NOTE), "type is undefined"],
];

const startsWith =
  (beginning: string) =>
  (text: string | false): boolean =>
    text !== false && text.startsWith(beginning);

describe("a protocol that breaks its contract", () => {
  for (const [what, overrides, error] of HANDLE_ROWS) {
    it(`crashes when handle returns ${what}`, () => {
      const ending = runWith(overrides);
      expect(ending).to.deep.include({ kind: "crashed", node: "a" });
      expect(
        ending.kind === "crashed" && ending.error.startsWith(AT + error),
        ending.kind,
      ).to.equal(true, JSON.stringify(ending));
    });
  }

  for (const [what, value, error] of DESCRIBE_ROWS) {
    it(`crashes when describe returns ${what}`, () => {
      const ending = runWith(describing(value));
      expect(ending).to.deep.include({ kind: "crashed", node: "b" });
      expect(ending.kind === "crashed" && ending.error).to.satisfy(startsWith(DESCRIBE + error));
    });
  }

  const thrown = (where: string): RegExp =>
    new RegExp(`^broken contract: ${where} threw TypeError: boom \\(${PLACE.source}`);
  const again = (what: string): ToyEffects => (what.startsWith("note") ? [] : [startRetry("t", 0)]);

  for (const [what, overrides, { node, error }] of [
    ["init", { init: explode }, crashed("a", thrown("init"))],
    ["handle", { handle: explode }, crashed("a", thrown("handle, at start,"))],
    [
      "describe",
      { describe: explode },
      crashed("b", thrown("describe, of a message that it sends at start,")),
    ],
  ] as const) {
    it(`crashes when ${what} throws, and tells where`, () => {
      const ending = runWith(overrides);
      expect(ending).to.deep.include({ kind: "crashed", node });
      expect(ending.kind === "crashed" && ending.error).to.match(error);
    });
  }

  for (const [what, init, error] of [
    ["a Promise", async () => Promise.resolve({}), /^broken contract: init returned a Promise/],
    ["nothing", () => undefined, /^broken contract: init returned undefined; allowed: a state/],
  ] as const) {
    it(`crashes when init returns ${what}`, () => {
      const ending = runWith({ init: init as () => never });
      expect(ending.kind === "crashed" && ending.error).to.match(error);
    });
  }

  for (const [what, progress, error] of [
    ["throws", explode, thrown("progress")],
    ["returns no text", () => 7 as never, /^broken contract: progress returned 7; allowed: a text/],
  ] as const) {
    it(`crashes when progress ${what}`, () => {
      const { ending } = runToys({ nodes: "a", overrides: { progress } }, again).outcome;
      expect(ending.kind === "crashed" && ending.error).to.match(error);
    });
  }

  it("crashes when timers fire without end in one instant", () => {
    const { ending } = runToys({ nodes: "a b", limits: { events: 1e6, time: 1e6 } }, (_, state) => {
      state.counter++;
      return [startRetry("t", 0)];
    }).outcome;
    expect(ending).to.deep.equal({
      ...{ kind: "crashed", node: "a" },
      error:
        "broken contract: timer t is event 20001 of one instant; allowed: at most 20000 (a loop?)",
    });
  });

  it("crashes when handle is async and throws, and the process goes on", async () => {
    const ending = runWith({ handle: rejected });
    await new Promise(setImmediate);
    expect(ending.kind === "crashed" && ending.error).to.match(
      /at start, handle returned a Promise/,
    );
  });

  it("keeps the words of an invariant that it states itself", () => {
    const ending = runWith({
      handle() {
        throw new InvariantViolation("quorums are counted", { votes: 2 });
      },
    });
    const error = 'quorums are counted {"votes":2}';
    expect(ending).to.deep.equal({ kind: "crashed", node: "a", error });
  });
});
