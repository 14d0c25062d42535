/** What each part of the language does to the messages of a run, by a protocol that only ticks. */
import { expect } from "chai";
import { runner } from "../../executor/run/run.js";
import { nextRound, replicaId, round } from "../../lib/protocol/ids.js";
import type { ReplicaId, Round } from "../../lib/protocol/ids.js";
import type { Protocol } from "../../lib/protocol/protocol.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { DEFAULT_SEMANTICS } from "../../lib/scenario/model.js";
import type { Semantics } from "../../lib/scenario/model.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { rosterOf } from "../../lib/scenario/roster.js";

interface State {
  round: Round;
}

interface Message {
  readonly type: "note" | "vote";
  readonly round: Round;
  readonly sender: ReplicaId;
}

/** Rounds of a second by the clock. In each, all replicas send a note and a vote to all. */
const ticking: Protocol<State, Message> = {
  name: "ticking",
  messageTypes: [
    { type: "note", phase: "talk" },
    { type: "vote", phase: "talk", role: "vote" },
  ],
  init: () => ({ round: round(0) }),
  describe: ({ type, round, sender }) => ({ type, round, sender }),
  handle(state, event, { self: sender }) {
    if (event.kind === "message" || event.kind === "request") return [];
    state.round = nextRound(state.round);
    const timer = { name: "tick", round: state.round };
    const message = (type: Message["type"]): Message => ({ type, round: state.round, sender });
    return [
      { kind: "entered", round: state.round, by: "clock" },
      { kind: "start-timer", timer, after: 1000 },
      { kind: "start-timer", timer: { name: "early", round: state.round }, after: 300 },
      { kind: "broadcast", message: message("note") },
      { kind: "broadcast", message: message("vote") },
    ];
  },
  recurrence: () => "the same",
};

/** Early is a timer that changes nothing. */
const protocol: Protocol<State, Message> = {
  ...ticking,
  handle: (state, event, context) =>
    event.kind === "timer" && event.timer.name === "early"
      ? []
      : ticking.handle(state, event, context),
};

const ROSTER = rosterOf(["a", "b", "c", "d"].map(replicaId), [replicaId("a")]);

interface Question {
  readonly semantics?: Partial<Semantics>;
  /** Which deliveries: by sender, receiver, type and round. */
  readonly of: (delivery: string) => boolean;
}

/** What is delivered when: `100 a>b vote 1`. */
function deliveries(rounds: string, { semantics = {}, of }: Question): readonly string[] {
  const found: string[] = [];
  const run = runner({
    protocol,
    roster: ROSTER,
    semantics: { ...DEFAULT_SEMANTICS, ...semantics },
    stabilization: { rounds: 4, leaders: "honest" },
  });
  run({ id: "", rounds: valueOf(scenarioReader(ROSTER).rounds(rounds), rounds) }, (entry) => {
    if (entry.kind !== "delivered") return;
    const { type, round } = entry.message;
    found.push(`${entry.at} ${entry.from.id}>${entry.node.id} ${type} ${round}`);
  });
  return found.filter((each) => of(each));
}

const is =
  (pattern: RegExp) =>
  (delivery: string): boolean =>
    pattern.test(delivery);

/** What it shows, the rounds, which deliveries, and what they are. */
const ROWS: readonly (readonly [string, string, RegExp, readonly string[]])[] = [
  ["nothing named: all arrive", "b: all", / c>. vote 1/, ["a", "b", "c", "d"].map(vote(100))],
  ["groups of a type", "b: all / vote: a b | c d a'", / c>. vote 1/, ["c", "d"].map(vote(100))],
  ["groups of a phase", "b: all / talk: a b | c d a'", / c>. vote 1/, ["c", "d"].map(vote(100))],
  [
    "groups of a type come before those of its phase",
    "b: all / talk: a b | c d a', vote: b c | a d a'",
    / c>. (?:vote|note) 1/,
    ["100 c>c note 1", "100 c>d note 1", "100 c>b vote 1", "100 c>c vote 1"],
  ],
  ["a hear set", "b: all / vote>{b}", / c>. vote 1/, ["b", "c"].map(vote(100))],
  ["an empty hear set", "b: all / vote>{}", / c>. vote 1/, ["c"].map(vote(100))],
  ["two hear sets", "b: all / vote>{b d}, talk>{d}", / c>. vote 1/, ["c", "d"].map(vote(100))],
  [
    "a hear set within a group",
    "b: a c | b d a' / vote>{a b}",
    / c>. vote 1/,
    ["a", "c"].map(vote(100)),
  ],
  [
    "an exception of sets",
    "b: all / {b c}>{a c d} vote: drop",
    / c>. vote 1/,
    ["b", "c"].map(vote(100)),
  ],
  [
    "an exception of an own link",
    "b: all / c>c vote: drop",
    / c>[cd] vote 1/,
    ["d"].map(vote(100)),
  ],
  [
    "the first exception decides",
    "b: all / c>d vote: delay 1, c>d *: drop",
    / c>d \w+ 1/,
    ["400 c>d vote 1"],
  ],
  [
    "delays in halves of Δ",
    "b: all / c>a vote: delay 0, c>b vote: delay 1, c>d vote: delay 2",
    / c>[abd] vote 1/,
    ["0 c>a vote 1", "400 c>b vote 1", "800 c>d vote 1"],
  ],
  ["late: after any timer", "b: all / c>d vote: late", / c>d vote 1/, ["300 c>d vote 1"]],
  ["late: after one timer", "b: all / c>d vote: late tick", / c>d vote 1/, ["1000 c>d vote 1"]],
  [
    "late: or when a later round is entered",
    "b: all / c>d vote: late never",
    / c>d vote 1/,
    ["1000 c>d vote 1"],
  ],
  [
    "late: not if the timer has run out",
    "b: all; b: all / c>d vote: late early",
    / c>d vote 2/,
    ["1300 c>d vote 2"],
  ],
  [
    "late: the timer that ended the round before does not count",
    "b: all; b: all / d>a vote: late tick",
    / d>a vote 2/,
    ["2000 d>a vote 2"],
  ],
  ["hold until a round", "b: all / c>d vote: hold 3", / c>d vote 1/, ["2000 c>d vote 1"]],
  [
    "hold: not if the round is entered",
    "b: all / c>d vote: hold 1",
    / c>d vote 1/,
    ["100 c>d vote 1"],
  ],
  ["hold: beyond the end is lost", "b: all / c>d vote: hold 9", / c>d vote 1/, []],
  [
    "a restart loses what comes after entered, and begins anew",
    "b: all; b: all / restart c none",
    / c>d vote [123]/,
    ["100 c>d vote 1", "1100 c>d vote 1", "2100 c>d vote 2", "3100 c>d vote 3"],
  ],
];

function vote(at: number): (to: string) => string {
  return (to) => `${at} c>${to} vote 1`;
}

describe("the language of scenarios, version 2", () => {
  for (const [shows, rounds, of, expected] of ROWS) {
    it(`${shows}: ${rounds}`, () => {
      const found = deliveries(rounds, { of: is(of) });
      expect(found.slice(0, expected.length + 1)).to.deep.equal(expected);
    });
  }

  it("permutes what arrives at the same instant, by its seed alone", () => {
    const of = is(/^100 .>b vote 1/);
    const orders = [1, 2, 3, 4, 5].map((seed) =>
      deliveries(`b: all / order ${seed}`, { of }).join(),
    );
    const plain = deliveries("b: all", { of }).join();
    expect(new Set([...orders, plain]).size).to.be.above(3);
    for (const order of orders) {
      expect(order.split(",").sort()).to.deep.equal(plain.split(",").sort());
    }
    expect(deliveries("b: all / order 3", { of }).join()).to.equal(orders[2]);
    expect(deliveries("b: all / order 3; c: all", { of: is(/ 2$/) })).to.deep.equal(
      deliveries("b: all; c: all", { of: is(/ 2$/) }),
    );
  });

  it("repeats the last rounds, and leaves links between honest nodes up", () => {
    const semantics = { suffix: { period: 2 } };
    const question = (of: RegExp): Question => ({ semantics, of: is(of) });
    const rounds = "b: all; c: a b | c d a'; d: all / vote>{a'}, c>d note: delay 2, a>b note: drop";
    expect(deliveries(rounds, question(/ [abc]>d vote [45]/))).to.deep.equal([
      "3100 b>d vote 4",
      "3100 c>d vote 4",
      "4100 b>d vote 5",
      "4100 c>d vote 5",
    ]);
    expect(deliveries(rounds, question(/ c>d note 5/))).to.deep.equal(["4800 c>d note 5"]);
    expect(deliveries(rounds, question(/ a>b note [345]/))).to.deep.equal(["3100 a>b note 4"]);
  });

  it("relays what an honest node has received when others leave the script", () => {
    const relayed = (relay: Semantics["relay"], rounds: string, of: RegExp) =>
      deliveries(rounds, { semantics: { relay }, of: is(of) });
    const rounds = "b: all / vote>{b}; c: all / a'>{a c d} vote: drop, c>d vote: delay 1";
    expect(relayed("nothing", rounds, / c>d vote 1/)).to.deep.equal([]);
    expect(relayed("certificates", rounds, / c>d vote 1/)).to.deep.equal([]);
    expect(relayed("everything", rounds, / c>d vote 1/)).to.deep.equal(["2100 c>d vote 1"]);
    expect(relayed("everything", rounds, / a'>[ad] vote 2/)).to.deep.equal(["2100 a'>d vote 2"]);
    expect(relayed("everything", rounds, / c>d vote 2/)).to.deep.equal(["1400 c>d vote 2"]);
  });
});
