/** Expectations of cases: met, not met, or open. */
import { expect } from "chai";
import { describeExpectation, checkExpectation } from "../../../executor/config/expectation.js";
import type {
  Expectation,
  ExpectationResult,
  Reason,
} from "../../../executor/config/expectation.js";
import { PROPERTY_NAMES } from "../../diembft/support/judged.js";
import { HELD, vacuous, violated } from "../../../lib/protocol/judging/property.js";
import type { Verdict } from "../../../lib/protocol/judging/property.js";
import { resultWith } from "../fixtures.js";
import type { Changes } from "../fixtures.js";

const MET: ExpectationResult = { outcome: "met" };
/** A reason begins with the property that it is about, if it is about one. */
const reason = (words: string): Reason => ({
  about: PROPERTY_NAMES.find((name) => words.startsWith(name)) ?? "run",
  words,
});
const notMet = (...because: string[]): ExpectationResult => ({
  outcome: "not-met",
  because: because.map(reason),
});
const open = (...because: string[]): ExpectationResult => ({
  outcome: "open",
  because: because.map(reason),
});

const bad = violated({ rounds: [], blocks: [], nodes: [], explanation: [] });
const allHeld = new Map<string, Verdict>(PROPERTY_NAMES.map((name) => [name, HELD]));
const except = (changes: Partial<Record<string, Verdict>>): Changes => ({
  verdicts: new Map([...allHeld].map(([name, verdict]) => [name, changes[name] ?? verdict])),
});

const held: Expectation = { kind: "held" };
const fork: Expectation = { kind: "violated", properties: ["agreement", "liveness"] };
const stall: Expectation = { kind: "stalled", round: 2 };
const crash: Expectation = { kind: "crashed" };

const stalled: Changes = { ending: { kind: "stalled" } };
const limited: Changes = { ending: { kind: "inconclusive", limit: "events" } };
const crashed: Changes = { ending: { kind: "crashed", node: "b", error: "S1" } };
const forked = except({ agreement: bad, liveness: bad });

type Row = readonly [string, Expectation | undefined, Changes, ExpectationResult];
const ROWS: readonly Row[] = [
  ["nothing is expected, and all holds, or stalls", undefined, stalled, MET],
  [
    "nothing is expected, and something is violated",
    undefined,
    forked,
    notMet("agreement is violated", "liveness is violated"),
  ],
  ["nothing is expected, and a node crashes", undefined, crashed, notMet("b crashed")],
  [
    "nothing is expected, and a limit is reached",
    undefined,
    limited,
    open("a limit on events was reached"),
  ],
  ["all hold, and they do", held, {}, MET],
  [
    "all hold, and one is violated",
    held,
    except({ liveness: bad }),
    notMet("liveness is violated"),
  ],
  ["all hold, and it stalls", held, stalled, notMet("it stalls in round 3")],
  ["all hold, and a node crashes", held, crashed, notMet("b crashed")],
  [
    "all hold, and nothing was committed",
    held,
    except({ agreement: vacuous("nobody committed"), liveness: vacuous("no round") }),
    notMet("agreement is vacuous: nobody committed", "liveness is vacuous: no round"),
  ],
  ["all hold, another property vacuous", held, except({ "vote-once": vacuous("none") }), MET],
  ["all hold, and a limit is reached", held, limited, open("a limit on events was reached")],
  ["exactly these are violated", fork, forked, MET],
  ["these are violated, in a stall", fork, { ...forked, ...stalled }, MET],
  [
    "these and another are violated",
    fork,
    except({ agreement: bad, liveness: bad, "vote-once": bad }),
    notMet("vote-once is violated"),
  ],
  [
    "only one of these is violated",
    fork,
    except({ agreement: bad }),
    notMet("liveness is not violated"),
  ],
  [
    "one of these so far, at a limit",
    fork,
    { ...except({ agreement: bad }), ...limited },
    open("a limit on events was reached"),
  ],
  [
    "another so far, at a limit",
    fork,
    { ...except({ "vote-once": bad }), ...limited },
    notMet("vote-once is violated"),
  ],
  ["these are violated, by a crash", fork, { ...forked, ...crashed }, notMet("b crashed")],
  ["a stall, in its round", { kind: "stalled", round: 3 }, stalled, MET],
  ["a stall, in another round", stall, stalled, notMet("it stalls in round 3, not 2")],
  ["a stall, and there is none", stall, {}, notMet("it does not stall")],
  [
    "a stall, and a violation",
    { kind: "stalled", round: 3 },
    { ...except({ agreement: bad }), ...stalled },
    notMet("agreement is violated"),
  ],
  ["a crash", crash, crashed, MET],
  ["a crash, and there is none", crash, {}, notMet("no node crashed")],
];

describe("expectations", () => {
  for (const [shows, expectation, changes, outcome] of ROWS) {
    it(`${outcome.outcome}: ${shows}`, () => {
      expect(checkExpectation(expectation, resultWith(changes))).to.deep.equal(outcome);
    });
  }

  it("are said in words", () => {
    expect([held, fork, stall, crash].map(describeExpectation)).to.deep.equal([
      "all hold",
      "violated: agreement, liveness",
      "a stall in round 2, nothing violated",
      "a crash",
    ]);
  });
});
