/** The format of the original DistAlgo tools, written and read back. */
import { expect } from "chai";
import fc from "fast-check";
import { scenarioDecoder } from "../../lib/scenario/formats/decode.js";
import type { Decoded } from "../../lib/scenario/formats/decoded.js";
import { scenarioEncoder } from "../../lib/scenario/formats/encode.js";
import { nodeId, replicaId } from "../../lib/protocol/ids.js";
import { DEFAULT_SEMANTICS } from "../../lib/scenario/model.js";
import type { RoundConfiguration, Stabilization } from "../../lib/scenario/model.js";
import { describeProblem } from "../../lib/scenario/input/problem.js";
import { rosters, rosterWith, scenariosOf } from "./arbitrary.js";

const roster = rosterWith(4, 1);
const led = (leader: string, rounds = 7): Stabilization => ({
  rounds,
  leaders: [replicaId(leader)],
});

const decode = (...lines: readonly string[]): readonly Decoded[] => {
  const decoder = scenarioDecoder();
  return [...lines.flatMap((line) => decoder.push(line)), ...decoder.end()];
};
const problems = (...lines: readonly string[]): readonly string[] =>
  decode(...lines).flatMap((decoded) =>
    decoded.kind === "problems" ? decoded.problems.map((problem) => describeProblem(problem)) : [],
  );

const REPLICAS = '["a", "b", "c", "d"]';
const TWINS = `["a'"]`;
const ALL = `["a", [["a", "b", "c", "d", "a'"]], []]`;
const STABLE = Array.from({ length: 7 }, () => ALL).join(", ");

/** The rounds of the only scenario in some lines. */
const roundsIn = (...lines: readonly string[]): readonly RoundConfiguration[] =>
  decode(...lines).flatMap((decoded) =>
    decoded.kind === "scenario" ? decoded.scenario.rounds : [],
  );

describe("the original's lines", () => {
  it("are written in the spacing of Python, stabilisation at the end of each", () => {
    const encoder = scenarioEncoder("distalgo", {
      roster,
      semantics: DEFAULT_SEMANTICS,
      stabilization: led("c", 1),
    });
    const partition = [
      ["a", "b"],
      ["c", "d", "a'"],
    ].map((group) => group.map(nodeId));
    const drops = [{ from: nodeId("a"), to: nodeId("a'"), type: "vote" as const }];
    const rounds = [{ leader: replicaId("a"), partition, drops }];
    expect(encoder.opening).to.equal(`${REPLICAS}\n${TWINS}\n[]\n`);
    expect(encoder.scenario({ id: "x", rounds })).to.equal(
      `[["a", [["a", "b"], ["c", "d", "a'"]], [["a", "a'", "vote"]]], ` +
        `["c", [["a", "b", "c", "d", "a'"]], []]]`,
    );
  });

  it("are read back, with the names that the original gives (law)", () => {
    const cases = rosters.chain((of) => fc.tuple(fc.constant(of), fc.array(scenariosOf(of))));
    fc.assert(
      fc.property(cases, ([of, scenarios]) => {
        fc.pre(scenarios.length > 0);
        const stabilization = { rounds: 7, leaders: of.replicas.slice(0, 1) };
        const header = { roster: of, semantics: DEFAULT_SEMANTICS, stabilization };
        const encoder = scenarioEncoder("distalgo", header);
        const lines = scenarios.map((scenario) => encoder.scenario(scenario));
        expect(decode(...encoder.opening.split("\n"), ...lines)).to.deep.equal([
          { kind: "header", header },
          ...scenarios.map(({ rounds }, index) => ({
            kind: "scenario",
            scenario: { id: `test${index}`, rounds },
          })),
        ]);
      }),
    );
  });

  it("may lack the line of bugs, as in older files", () => {
    expect(roundsIn(REPLICAS, TWINS, `[${ALL}, ${STABLE}]`)).to.have.lengthOf(1);
  });

  it("have no stabilisation where the last seven rounds are not healed", () => {
    const split = ALL.replace(`, "a'"]`, `], ["a'"]`);
    const [header] = decode(REPLICAS, TWINS, "[]", `[${STABLE}, ${split}]`);
    expect(header).to.have.nested.property("header.stabilization.rounds", 0);
    expect(roundsIn(REPLICAS, TWINS, "[]", `[${STABLE}, ${split}]`)).to.have.lengthOf(8);
  });

  it("let a replica lead where they name its twin", () => {
    const [round] = roundsIn(REPLICAS, TWINS, `[${ALL.replace('"a"', `"a'"`)}, ${STABLE}]`);
    expect(round?.leader).to.equal("a");
  });

  it("spell drops of anyone out for the nodes of a group", () => {
    const lossy = `["a", [["a", "b"], ["c", "d", "a'"]], [["_", "a", "vote"], ["c", "_", "*"]]]`;
    const [round] = roundsIn(REPLICAS, TWINS, `[${lossy}, ${STABLE}]`);
    expect(round?.drops.map(({ from, to, type }) => `${from}${to} ${type}`)).to.deep.equal([
      ..."aa vote|ba vote|cc *|cd *|ca' *".split("|"),
    ]);
  });

  it("cannot blow up by drops of anyone", () => {
    const many = Array.from({ length: 100_000 }, () => '["_", "_", "*"]').join(", ");
    const lossy = `["a", [["a", "b"], ["c", "d", "a'"]], [${many}]]`;
    const [round] = roundsIn(REPLICAS, TWINS, `[${lossy}, ${STABLE}]`);
    expect(round?.drops).to.have.lengthOf(2 * 2 + 3 * 3);
  });

  const BAD: readonly (readonly [string, readonly string[], ...string[]])[] = [
    ["no twins", [REPLICAS], "1: breaks off; allowed: a line of twin nodes"],
    [
      "a line that is no list of names",
      ["[1]", TWINS],
      "1: is a list of 1; allowed: a list of replicas",
    ],
    [
      "a replica among the twins",
      [REPLICAS, '["a"]'],
      `2: [0] is "a"; allowed: one of a', b', c', d'`,
    ],
    [
      "bugs",
      [REPLICAS, TWINS, '["small_quorum"]'],
      "3: names the bugs small_quorum; allowed: an empty list: bugs are named in the executor's config",
    ],
    [
      "a round of another shape",
      [REPLICAS, TWINS, "[]", '[["a"]]'],
      "4: rounds[0] is a list of 1; allowed: an object with leader, partition, drops",
    ],
    [
      "a drop from a stranger to anyone",
      [
        REPLICAS,
        TWINS,
        "[]",
        `[["a", [["a", "b", "c", "d", "a'"]], [["z", "_", "*"]]], ${STABLE}]`,
      ],
      `4: rounds[0].drops[0].from is "z"; allowed: one of a, b, c, d, a'`,
      `4: rounds[0].drops[0].to is "_"; allowed: one of a, b, c, d, a'`,
    ],
    [
      "other stabilisation than in the first scenario",
      [
        REPLICAS,
        TWINS,
        "[]",
        `[${ALL}, ${STABLE}]`,
        `[${ALL}, ${STABLE.replaceAll('["a", [', '["b", [')}]`,
      ],
      "5: has other stabilisation rounds than the first scenario; allowed: the same rounds at the end of all",
    ],
  ];
  for (const [shows, lines, ...wrong] of BAD) {
    it(`refuse ${shows}`, () => {
      expect(problems(...lines)).to.deep.equal(wrong);
    });
  }
});
