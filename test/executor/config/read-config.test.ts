/** Reading executor configs: problems and defaults. */
import { expect } from "chai";
import fc from "fast-check";
import { readConfig } from "../../../executor/config/read-config.js";
import { describeProblem } from "../../../lib/scenario/input/problem.js";

const ALL = ["a", "b", "c", "d", "d'"];
const ROUND = { leader: "d", partition: [ALL] };
const CASE = { name: "one", rounds: [ROUND] };
const CONFIG = { replicas: ["a", "b", "c", "d"], twins: ["d"], cases: [CASE] };

const withCase = (change: object): object => ({ ...CONFIG, cases: [{ ...CASE, ...change }] });
const withRound = (change: object): object => withCase({ rounds: [{ ...ROUND, ...change }] });

/** What is wrong with a config, a line for each problem. */
function complaints(document: unknown): readonly string[] {
  const read = readConfig(document);
  return read.ok ? [] : read.problems.map((problem) => describeProblem(problem));
}

const REFUSED: readonly (readonly [shows: string, document: unknown, lines: readonly string[]])[] =
  [
    ["no object", 7, ["is 7; allowed: an object with description, protocol, "]],
    ["nothing to run", { replicas: 4 }, ["cases is missing; allowed: a list of cases"]],
    ["no case", { ...CONFIG, cases: [] }, ["cases is a list of 0; allowed: at least one case"]],
    [
      "a key nobody knows",
      { ...CONFIG, replica: 4 },
      ["replica is not a known key; allowed: one of "],
    ],
    [
      "cases besides scenarios",
      { scenarios: "x.json", cases: [] },
      ["cases is not a known key; allowed: one of "],
    ],
    [
      "an unnamed file of scenarios",
      { scenarios: "" },
      ['scenarios is ""; allowed: the name of a file'],
    ],
    [
      "an unknown protocol",
      { ...CONFIG, protocol: "nonsense" },
      [
        'protocol is "nonsense"; allowed: one of diembft, streamlet, tendermint, pbft, hotstuff, fast-hotstuff, fab, zyzzyva, simplex, two-round-simplex, sync-hotstuff, the path of a module: ./mine.js, or a program: exec: ./mine',
      ],
    ],
    [
      "an unknown bug, in the config or in a case",
      { ...withCase({ bugs: ["typo"] }), bugs: ["no"] },
      [
        'bugs[0] is "no"; allowed: one of conflicting_votes, ',
        'cases[0].bugs[0] is "typo"; allowed: one of conflicting_votes, ',
      ],
    ],
    [
      "a delay above the bound on it",
      { ...CONFIG, delay: { fixed: 801 } },
      ["delay.fixed is 801; allowed: at most the transmissionDelayBound, 800"],
    ],
    [
      "more twins than replicas",
      { ...CONFIG, replicas: 4, twins: 5 },
      ["twins is 5; allowed: at most the 4 replicas"],
    ],
    [
      "a twin of nobody",
      { ...CONFIG, twins: ["e"] },
      ['twins[0] is "e"; allowed: one of a, b, c, d'],
    ],
    [
      "a twin of nobody, in a case",
      withCase({ twins: ["e"] }),
      ['cases[0].twins[0] is "e"; allowed: one of a, b, c, d'],
    ],
    [
      "a bad roster, and what is wrong in a case whoever is meant",
      {
        ...{ replicas: ["a", "b", "c", "a"], twins: ["d", "e"] },
        cases: [
          {
            name: "fine but for the roster",
            rounds: [{ leader: "d", partition: [["a", "b", "c", "d'"]] }],
          },
          { name: "worse", rounds: "z: a b | a d", stabilization: { leaders: "q" } },
          { name: "own", replicas: 2, twins: 3, rounds: "a: a' | b'" },
        ],
      },
      [
        'replicas[3] is "a" again; allowed: every name once',
        'twins[0] is "d"; allowed: one of a, b, c, a',
        'twins[1] is "e"; allowed: one of a, b, c, a',
        'cases[1].rounds[0].leader is "z"; allowed: one of a, b, c',
        'cases[1].rounds[0].partition[1][0] is "a", which is in group 0 already; allowed: every node in exactly one group',
        "cases[1].rounds[0].partition leaves out c; allowed: every node in exactly one group",
        'cases[1].stabilization.leaders is "q"; allowed: "honest", or one of a, b, c',
        "cases[2].twins is 3; allowed: at most the 2 replicas",
        "cases[2].rounds[0].partition leaves out a, b; allowed: every node in exactly one group",
      ],
    ],
    [
      "a roster that is none, with cases that cannot be judged",
      { ...CONFIG, replicas: "four", twins: {} },
      ['replicas is "four"; allowed: a number', "twins is an object; allowed: a number"],
    ],
    [
      "twins that are none, with cases that may name any",
      { ...CONFIG, twins: "d", cases: [CASE, { ...CASE, name: "two", rounds: "z: all" }] },
      [
        'twins is "d"; allowed: a number',
        'cases[1].rounds[0].leader is "z"; allowed: one of a, b, c, d',
      ],
    ],
    [
      "an unknown leader",
      withRound({ leader: "z" }),
      ['cases[0].rounds[0].leader is "z"; allowed: one of a, b, c, d'],
    ],
    [
      "a node in two groups, another in none",
      withRound({
        partition: [
          ["a", "b"],
          ["b", "c", "d"],
        ],
      }),
      [
        'cases[0].rounds[0].partition[1][0] is "b", which is in group 0 already; ' +
          "allowed: every node in exactly one group",
        "cases[0].rounds[0].partition leaves out d'; allowed: every node in exactly one group",
      ],
    ],
    [
      "a drop that names nobody",
      withRound({ drops: [{ from: "a", to: "x", type: "vote" }] }),
      ['cases[0].rounds[0].drops[0].to is "x"; allowed: one of a, b, c, d, d\''],
    ],
    [
      "no rounds",
      withCase({ rounds: [] }),
      ["cases[0].rounds is a list of 0; allowed: at least one round"],
    ],
    [
      "a round repeated never",
      withRound({ repeat: 0 }),
      ["cases[0].rounds[0].repeat is 0; allowed: a whole number from 1 to 10000"],
    ],
    [
      "too many rounds together",
      withCase({ rounds: [{ ...ROUND, repeat: 10_000 }, ROUND] }),
      ["cases[0].rounds is 10001 rounds; allowed: at most 10000"],
    ],
    [
      "one name for two cases",
      { ...CONFIG, cases: [CASE, CASE] },
      ['cases[1].name is "one" again; allowed: every name once'],
    ],
    [
      "a stable round after the last",
      withCase({ stableFrom: 9 }),
      ["cases[0].stableFrom is 9; allowed: at most 8, the last of the rounds"],
    ],
    [
      "honest leaders where there are none, said once",
      { ...CONFIG, twins: 4, cases: [CASE, { ...CASE, name: "two" }] },
      [
        "cases[0].rounds[0].partition leaves out a', b', c'; allowed: every node in exactly one group",
        'stabilization.leaders is "honest", and every replica has a twin; allowed: one of a, b, c, d',
        "cases[1].rounds[0].partition leaves out a', b', c'; allowed: every node in exactly one group",
      ],
    ],
    [
      "an unknown stabilisation leader of a case",
      withCase({ stabilization: { leaders: "q" } }),
      ['cases[0].stabilization.leaders is "q"; allowed: "honest", or one of a, b, c, d'],
    ],
    [
      "an expectation that is none",
      withCase({ expect: "fine" }),
      ['cases[0].expect is "fine"; allowed: "held", { "violated": [...] }, '],
    ],
    [
      "drops of messages that the protocol does not send, all at once",
      withCase({ rounds: "a: all / a>b votes, b>c vote, c>d Sync" }),
      [
        'cases[0].rounds[0].drops[0].type is "votes"; allowed: one of proposal, vote, timeout, ',
        'cases[0].rounds[0].drops[2].type is "Sync"; allowed: one of proposal, vote, timeout, ',
      ],
    ],
    [
      "an unknown property",
      withCase({ expect: { violated: ["safety"] } }),
      ['cases[0].expect.violated[0] is "safety"; allowed: one of agreement, '],
    ],
  ];

describe("reading executor configs", () => {
  for (const [shows, document, lines] of REFUSED) {
    it(`refuses ${shows}`, () => {
      const found = complaints(document);
      expect(found.map((line, index) => line.slice(0, lines[index]?.length))).to.deep.equal(lines);
    });
  }

  it("tells every problem at once", () => {
    const document = {
      ...withRound({ leader: "z", partition: [["a"]] }),
      crypto: "rsa",
      delay: { fixed: 0 },
    };
    expect(complaints(document)).to.have.lengthOf(4);
  });

  it("takes what a config leaves out from the defaults", () => {
    const read = readConfig(CONFIG);
    if (!read.ok) throw new Error("the config is fine");
    const { run, work } = read.value;
    expect(run).to.deep.include({
      protocol: "diembft",
      crypto: "structural",
      delta: 800,
      delay: 100,
    });
    const [only] = work.kind === "cases" ? work.cases : [];
    expect(only?.stabilization).to.deep.equal({ rounds: 7, leaders: "honest" });
    expect(only?.semantics.governs).to.equal("message");
    expect(only?.roster.faulty).to.equal(1);
  });

  it("writes repeated rounds out, and lets a case replace the config's roster", () => {
    const partition = [["a", "b", "c"]];
    const read = readConfig(
      withCase({ replicas: 3, twins: [], rounds: [{ leader: "a", partition, repeat: 3 }] }),
    );
    if (!read.ok) throw new Error("the config is fine");
    const [only] = read.value.work.kind === "cases" ? read.value.work.cases : [];
    expect(only?.scenario.rounds).to.have.lengthOf(3);
    expect(only?.roster).to.deep.equal({ replicas: ["a", "b", "c"], twins: [], faulty: 0 });
  });

  it("reads a config that names a file of scenarios", () => {
    const read = readConfig({ scenarios: "some.json", bugs: ["small_quorum"] });
    expect(read.ok && read.value.work).to.deep.equal({ kind: "scenarios", file: "some.json" });
    expect(read.ok && read.value.run.bugs).to.deep.equal(["small_quorum"]);
  });

  it("never throws, whatever it is given", () => {
    const junk = fc.oneof(
      fc.anything(),
      fc.record({ cases: fc.anything(), replicas: fc.anything() }),
      fc.record({ ...constants(CONFIG), cases: fc.array(fc.anything()) }),
      fc.anything().map((value) => withRound({ drops: value, repeat: value })),
      fc.anything().map((value) => withCase({ expect: value, stabilization: value })),
    );
    fc.assert(fc.property(junk, (document) => typeof readConfig(document).ok === "boolean"));
  });
});

const constants = (fields: object): Record<string, fc.Arbitrary<unknown>> =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, fc.constant(value)]));
