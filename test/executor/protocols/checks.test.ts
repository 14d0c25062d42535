/** Checks of cases and files, as JUnit and annotations use them. */
import { expect } from "chai";
import { testSuiteOfCase, testSuiteOfFile } from "../../../executor/reports/checks.js";
import type { Check } from "../../../executor/reports/checks.js";
import { checkExpectation } from "../../../executor/config/expectation.js";
import type { Expectation } from "../../../executor/config/expectation.js";
import { recordOf } from "../../../executor/results/record.js";
import { Tally } from "../../../executor/results/tally.js";
import { PROPERTIES, PROPERTY_NAMES } from "../../diembft/support/judged.js";
import { HELD, vacuous, violated } from "../../../lib/protocol/judging/property.js";
import type { Verdict } from "../../../lib/protocol/judging/property.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "../../../lib/scenario/model.js";
import { replicaNames, rosterOf } from "../../../lib/scenario/roster.js";
import { resultWith } from "../fixtures.js";
import type { Changes } from "../fixtures.js";

const bad = violated({ rounds: [], blocks: [], nodes: [], explanation: ["this and that"] });
const except = (changes: Partial<Record<string, Verdict>>): Changes => ({
  verdicts: new Map(PROPERTY_NAMES.map((name) => [name, changes[name] ?? HELD])),
});

const REPLAY = "twins-exec x.json --case y --trace";
const context = {
  roster: rosterOf(replicaNames(2), []),
  semantics: DEFAULT_SEMANTICS,
  stabilization: DEFAULT_STABILIZATION,
  bugs: [],
};

/** What did not pass of a case. */
function notPassed(expectation: Expectation | undefined, changes: Changes): readonly Check[] {
  const result = resultWith(changes);
  const scenario = { id: "y", rounds: [] };
  const { checks } = testSuiteOfCase(
    {
      case: { ...context, scenario, expectation },
      ...{ result, transcript: [], digest: "" },
      expectationResult: checkExpectation(expectation, result),
    },
    REPLAY,
  );
  expect(checks).to.have.lengthOf(PROPERTY_NAMES.length + 1);
  return checks.filter(({ outcome }) => outcome !== "passed");
}

const check = (
  about: Check["about"],
  outcome: Check["outcome"],
  message: string,
  ...details: readonly string[]
): Check => ({ about, outcome, message, details });

const fork: Expectation = { kind: "violated", properties: ["agreement"] };
type Row = readonly [string, Expectation | undefined, Changes, ...(readonly Check[])];
const ROWS: readonly Row[] = [
  ["all passed", { kind: "held" }, {}],
  ["a violation that is expected", fork, except({ agreement: bad })],
  [
    "a violation that is not, and what is vacuous",
    undefined,
    except({ agreement: bad, "vote-once": vacuous("nobody voted") }),
    check("agreement", "failed", "agreement is violated", "this and that", REPLAY),
    check("vote-once", "skipped", "nobody voted"),
  ],
  [
    "an expected violation that is missing, and another",
    fork,
    except({ liveness: bad }),
    check("liveness", "failed", "liveness is violated", "this and that", REPLAY),
  ],
  [
    "an expected violation that is missing",
    fork,
    {},
    check("agreement", "failed", "agreement is not violated", REPLAY),
  ],
  [
    "what should have been judged",
    { kind: "held" },
    except({ liveness: vacuous("too short") }),
    check("liveness", "failed", "liveness is vacuous: too short", REPLAY),
  ],
  [
    "a crash",
    undefined,
    { ending: { kind: "crashed", node: "b", error: "S1" } },
    check("run", "failed", "b crashed", REPLAY),
  ],
  [
    "a limit",
    { kind: "held" },
    { ending: { kind: "inconclusive", limit: "time" } },
    check("run", "open", "a limit on time was reached", REPLAY),
  ],
];

describe("the checks of a case", () => {
  for (const [shows, expectation, changes, ...checks] of ROWS) {
    it(`tell ${shows}`, () => {
      expect(notPassed(expectation, changes)).to.deep.equal(checks);
    });
  }
});

describe("the checks of a file", () => {
  const suite = (...all: readonly Changes[]) => {
    const tally = new Tally(PROPERTIES, false);
    for (const [index, changes] of all.entries()) {
      tally.add({ ...recordOf(resultWith(changes)), id: `s${index}` });
    }
    const { checks } = testSuiteOfFile("x.json", { tally }, (id) => `replay ${id}`);
    expect(checks).to.have.lengthOf(PROPERTY_NAMES.length + 1);
    return checks.filter(({ outcome }) => outcome !== "passed");
  };
  const none = except({ liveness: vacuous("too short") });

  it("tell how many scenarios violate a property, and show the first of each family", () => {
    expect(suite({}, except({ agreement: bad }), except({ agreement: bad }))).to.deep.equal([
      check(
        ...(["agreement", "failed", "agreement is violated in 2 of 3 scenarios"] as const),
        ...["2 scenarios with agreement, first s1:", "this and that", "replay s1"],
      ),
    ]);
  });

  it("tell of a property that no scenario could judge, and not of others", () => {
    expect(suite(none, {})).to.deep.equal([]);
    const never = "what it judges never arose";
    expect(suite(none, none)).to.deep.equal([check("liveness", "skipped", never)]);
  });

  it("tell of crashes, before limits", () => {
    const limit: Changes = { ending: { kind: "inconclusive", limit: "events" } };
    const crash: Changes = { ending: { kind: "crashed", node: "b", error: "S1" } };
    expect(suite({}, limit)).to.deep.equal([
      check("run", "open", "a limit was reached in 1 of 2 scenarios"),
    ]);
    expect(suite({}, limit, crash)).to.deep.equal([
      check(
        ...(["run", "failed", "the protocol crashed in 1 of 3 scenarios"] as const),
        ...["1 scenario with a crash, first s2:", "b: S1", "replay s2"],
      ),
    ]);
  });
});
