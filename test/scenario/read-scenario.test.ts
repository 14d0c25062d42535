/** Reading scenarios: problems with their paths. */
import { expect } from "chai";
import fc from "fast-check";
import { SCENARIO_FILE } from "../../lib/scenario/formats/file-header.js";
import { describeProblem } from "../../lib/scenario/input/problem.js";
import type { Problem, Read } from "../../lib/scenario/input/problem.js";
import { VERSION_2_PARTS } from "../../lib/scenario/model.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { rosters, rosterWith, scenarios2Of } from "./arbitrary.js";

const reader = scenarioReader(rosterWith(4, 1));

const ROUND_KEYS = "leader, partition, drops, phases, hears, exceptions, restarts, order";
const PARTS = [...VERSION_2_PARTS, "of", "hearers", "effect", "a", "__proto__"];
const problems = (read: Read<unknown>): readonly Problem[] => (read.ok ? [] : read.problems);

const PARTITION = [
  ["a", "b"],
  ["c", "d", "a'"],
];
const round = (changes: object): object => ({ leader: "a", partition: PARTITION, ...changes });
const dropping = (changes: object): object =>
  round({ drops: [{ from: "a", to: "b", type: "vote", ...changes }] });

/** What a round shows, the round, and the problems that it has. */
const BAD_ROUNDS: readonly (readonly [string, unknown, ...string[]])[] = [
  ["no round at all", 5, `rounds[0] is 5; allowed: an object with ${ROUND_KEYS}`],
  ["a null", null, `rounds[0] is null; allowed: an object with ${ROUND_KEYS}`],
  [
    "an unknown key",
    round({ leaders: "a" }),
    `rounds[0].leaders is not a known key; allowed: one of ${ROUND_KEYS}`,
  ],
  [
    "no leader",
    round({ leader: undefined }),
    "rounds[0].leader is missing; allowed: one of a, b, c, d",
  ],
  [
    "an unknown leader",
    round({ leader: "e" }),
    'rounds[0].leader is "e"; allowed: one of a, b, c, d',
  ],
  [
    "a node as leader",
    round({ leader: "a'" }),
    `rounds[0].leader is "a'"; allowed: one of a, b, c, d`,
  ],
  [
    "a name from the prototype",
    round({ leader: "toString" }),
    'rounds[0].leader is "toString"; allowed: one of a, b, c, d',
  ],
  [
    "no partition",
    round({ partition: undefined }),
    "rounds[0].partition is missing; allowed: a list of groups of nodes",
  ],
  [
    "no groups",
    round({ partition: [] }),
    "rounds[0].partition is a list of 0; allowed: a list of groups of nodes",
  ],
  [
    "a node in no group",
    round({ partition: [["a", "b"], ["c"]] }),
    "rounds[0].partition leaves out d, a'; allowed: every node in exactly one group",
  ],
  [
    "a node in two groups",
    round({
      partition: [
        ["a", "b"],
        ["c", "b", "d", "a'"],
      ],
    }),
    'rounds[0].partition[1][1] is "b", which is in group 0 already; allowed: every node in exactly one group',
  ],
  [
    "a node twice in a group",
    round({
      partition: [
        ["a", "b", "a"],
        ["c", "d", "a'"],
      ],
    }),
    'rounds[0].partition[0][2] is "a", which is in group 0 already; allowed: every node in exactly one group',
  ],
  [
    "an unknown node, and so one that is missing",
    round({
      partition: [
        ["a", "b"],
        ["c", "d", "b'"],
      ],
    }),
    `rounds[0].partition[1][2] is "b'"; allowed: one of a, b, c, d, a'`,
    "rounds[0].partition leaves out a'; allowed: every node in exactly one group",
  ],
  [
    "an empty group",
    round({ partition: [...PARTITION, []] }),
    "rounds[0].partition[2] is a list of 0; allowed: a list of nodes, each one of a, b, c, d, a'",
  ],
  [
    "drops that are no list",
    round({ drops: {} }),
    "rounds[0].drops is an object; allowed: a list of drops",
  ],
  [
    "a drop from nobody",
    dropping({ from: "z" }),
    `rounds[0].drops[0].from is "z"; allowed: one of a, b, c, d, a'`,
  ],
  [
    "a drop to nobody",
    dropping({ to: undefined }),
    "rounds[0].drops[0].to is missing; allowed: one of a, b, c, d, a'",
  ],
  [
    "what is no word for a type",
    dropping({ type: "no word" }),
    'rounds[0].drops[0].type is "no word"; allowed: a word for messages of the protocol, of up to 40 letters, or "*" for all',
  ],
  [
    "everything at once",
    { leader: "x", partition: 1, drops: [{ from: "x", to: "y", type: 3, why: 1 }] },
    'rounds[0].leader is "x"; allowed: one of a, b, c, d',
    "rounds[0].partition is 1; allowed: a list of groups of nodes",
    "rounds[0].drops[0].why is not a known key; allowed: one of from, to, type",
    `rounds[0].drops[0].from is "x"; allowed: one of a, b, c, d, a'`,
    `rounds[0].drops[0].to is "y"; allowed: one of a, b, c, d, a'`,
    'rounds[0].drops[0].type is 3; allowed: a word for messages of the protocol, of up to 40 letters, or "*" for all',
  ],
];

describe("reading a scenario", () => {
  for (const [shows, bad, ...expected] of BAD_ROUNDS) {
    it(`refuses ${shows}`, () => {
      const found = problems(reader.scenario({ id: "x", rounds: [bad] }));
      expect(found.map((problem) => describeProblem(problem))).to.deep.equal(expected);
    });
  }

  it("tells the problems of all rounds, each with its place", () => {
    const rounds = [round({ leader: "x" }), round({}), round({ leader: "y" })];
    const found = problems(reader.scenario({ id: "", rounds }, "scenarios[7]"));
    expect(found.map(({ path }) => path)).to.deep.equal([
      "scenarios[7].rounds[0].leader",
      "scenarios[7].rounds[2].leader",
      "scenarios[7].id",
    ]);
  });

  it("refuses a scenario without rounds", () => {
    const [problem] = problems(reader.scenario({ id: "x", rounds: [] }));
    expect(problem?.path).to.equal("rounds");
  });

  it("accepts what a person may write: groups and nodes in any order, no drops", () => {
    const partition = [
      ["a'", "d"],
      ["c", "b", "a"],
    ];
    const read = reader.rounds([{ leader: "d", partition }]);
    expect(read).to.deep.equal({ ok: true, value: [{ leader: "d", partition, drops: [] }] });
  });

  it("accepts every scenario of the roster, as it is (law)", () => {
    const cases = rosters.chain((roster) => fc.tuple(fc.constant(roster), scenarios2Of(roster)));
    fc.assert(
      fc.property(cases, ([roster, scenario]) => {
        const read = scenarioReader(roster).scenario(JSON.parse(JSON.stringify(scenario)));
        expect(read).to.deep.equal({ ok: true, value: scenario });
      }),
    );
  });

  it("refuses whatever the published schema refuses, and never throws (law)", () => {
    const keys = fc.constantFrom(...["id", "rounds", "leader", "partition", "drops"], ...PARTS);
    const junk = fc.object({ key: keys, maxDepth: 4, values: [fc.constant("a"), fc.integer()] });
    const schema = SCENARIO_FILE.shape.scenarios.element;
    fc.assert(
      fc.property(fc.oneof(junk, fc.jsonValue(), fc.anything()), (document) => {
        const read = reader.scenario(document);
        if (!read.ok) expect(read.problems).to.not.be.empty;
        if (!schema.safeParse(document).success) expect(read.ok).to.equal(false);
      }),
      { numRuns: 500 },
    );
  });
});
