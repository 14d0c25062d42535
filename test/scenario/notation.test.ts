/** The one-line notation of scenarios. */
import { expect } from "chai";
import fc from "fast-check";
import { isNotation, notationOf } from "../../lib/scenario/notation.js";
import { describeProblem } from "../../lib/scenario/input/problem.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { replicaId } from "../../lib/protocol/ids.js";
import { rosterOf } from "../../lib/scenario/roster.js";
import { rosters, rosterWith, scenarios2Of } from "./arbitrary.js";

const reader = scenarioReader(rosterWith(4, 1));

const problems = (text: string): readonly string[] => {
  const read = reader.rounds(text);
  return read.ok ? [] : read.problems.map((problem) => describeProblem(problem));
};

describe("a scenario on one line", () => {
  it("says what happens in it (law)", () => {
    const cases = rosters.chain((roster) => fc.tuple(fc.constant(roster), scenarios2Of(roster)));
    fc.assert(
      fc.property(cases, fc.array(fc.nat(3)), ([roster, scenario], choices) => {
        const all = scenario.rounds;
        const rounds = [...all, ...choices.flatMap((choice) => all.slice(choice, choice + 1))];
        const text = notationOf(rounds);
        expect(isNotation(text)).to.equal(true);
        const everybody = [[...roster.replicas, ...twins(roster)]];
        const inOrder = <T extends { readonly partition: readonly unknown[] }>(each: T) =>
          each.partition.length === 1 ? { ...each, partition: everybody } : each;
        const sorted = rounds.map(({ phases, ...round }) => ({
          ...inOrder(round),
          ...(phases === undefined ? {} : { phases: phases.map(inOrder) }),
        }));
        expect(scenarioReader(roster).rounds(text)).to.deep.equal({ ok: true, value: sorted });
      }),
      { numRuns: 200 },
    );
  });

  const twins = ({ twins }: ReturnType<typeof rosterWith>) => twins.map((twin) => `${twin}'`);

  it("is short", () => {
    const text =
      "a: a b | c d a' / a>b vote, c>d *; d: all; b: all / vote: a b | c d a', vote>{b}, " +
      "a'>c proposal: late, {a b}>* vote timeout: delay 1, restart c none, order 3 x2";
    const read = reader.rounds(text);
    expect(read.ok && notationOf(read.value)).to.equal(text);
  });

  it("says how many such rounds there are in a row", () => {
    const text = "a: all x3; b: a b | c d a' / a>b vote x2; b: all; a: all";
    const read = reader.rounds(text);
    expect(read.ok && read.value.map(({ leader }) => leader).join("")).to.equal("aaabbba");
    expect(read.ok && notationOf(read.value)).to.equal(text);
    const loose = reader.rounds(" a:all x2;a: all x1 ;b:a b|c d a'/a>b vote\tx2;b: all;a : all");
    expect(loose).to.deep.equal(read);
  });

  it("takes a replica called x2 for itself, and writes its rounds out", () => {
    const roster = rosterOf(["x2", "b"].map(replicaId), []);
    for (const text of ["b: b x2", "b: b | x2; b: b | x2; b: all; b: all"]) {
      const read = scenarioReader(roster).rounds(text);
      expect(read.ok && read.value).to.have.lengthOf(text.split(";").length);
      const written = read.ok ? notationOf(read.value) : "";
      expect(written).to.equal(text.replace("b: b x2", "b: all"));
    }
    const many = scenarioReader(roster).rounds("b: b x2 x3; b: all / b>x2 x7");
    expect(many.ok && many.value).to.have.lengthOf(10);
  });

  it("leaves spaces and the type of a drop to its writer", () => {
    const loose = reader.rounds("a:a b|c d a'/a > b;d :all");
    expect(loose).to.deep.equal(reader.rounds("a: a b | c d a' / a>b *; d: all"));
  });

  it("takes a replica called all for itself", () => {
    const roster = rosterOf([replicaId("all")], []);
    const read = scenarioReader(roster).rounds("all: all");
    expect(read.ok && notationOf(read.value)).to.equal("all: all");
    const both = scenarioReader(rosterOf(["all", "b"].map(replicaId), []));
    expect(both.rounds("b: all").ok).to.equal(false);
    const one = both.rounds("b: b all");
    expect(one.ok && notationOf(one.value)).to.equal("b: b all");
  });

  for (const text of ["500", "d01c66d55a05b999:1f4", "test0", "bug: a case", ""]) {
    it(`is ${text === "bug: a case" ? "meant by" : "not"} ${JSON.stringify(text)}`, () => {
      expect(isNotation(text)).to.equal(text === "bug: a case");
    });
  }

  const NODES = "allowed: one of a, b, c, d, a'";
  const BAD: readonly (readonly [string, ...string[]])[] = [
    ["", 'rounds is ""; allowed: a list of at least one round'],
    [
      "e: all; : all",
      'rounds[0].leader is "e"; allowed: one of a, b, c, d',
      'rounds[1].leader is ""; allowed: one of a, b, c, d',
    ],
    [
      "a: a b | c d e",
      `rounds[0].partition[1][2] is "e"; ${NODES}`,
      "rounds[0].partition leaves out a'; allowed: every node in exactly one group",
    ],
    [
      "a: a b c d a' |",
      `rounds[0].partition[1] is a list of 0; allowed: a list of nodes, each ${NODES.slice(9)}`,
    ],
    [
      "e: all x3; f: all",
      'rounds[0].leader is "e"; allowed: one of a, b, c, d',
      'rounds[1].leader is "f"; allowed: one of a, b, c, d',
    ],
    ...["x0", "x01", "x1000000", "y3"].map((word): readonly [string, string] => [
      `a: a b c d a' ${word}`,
      `rounds[0].partition[0][5] is "${word}"; ${NODES}`,
    ]),
    [
      "a: all / a>b l.st, x",
      'rounds[0].drops[0].type is "l.st"; allowed: a word for messages of the protocol, of up to 40 letters, or "*" for all',
      `rounds[0].drops[1].from is "x"; ${NODES}`,
      `rounds[0].drops[1].to is missing; ${NODES}`,
    ],
  ];
  for (const [text, ...wrong] of BAD) {
    it(`is refused: ${text}`, () => {
      expect(problems(text)).to.have.members(wrong);
    });
  }

  it("has at most 10,000 rounds", () => {
    const rounds = (count: number) => new Array<string>(count).fill("a: all").join(";");
    expect(reader.rounds(rounds(10_000)).ok).to.equal(true);
    expect(problems(rounds(10_001))).to.deep.equal([
      "rounds is 10001 rounds; allowed: at most 10000",
    ]);
  });

  it("cannot blow up by a number of rounds", () => {
    expect(reader.rounds("a: all x9999; b: all").ok).to.equal(true);
    expect(problems("a: all x9999; b: all x2")).to.deep.equal([
      "rounds is 10001 rounds; allowed: at most 10000",
    ]);
    expect(problems("a: all x999999")).to.deep.equal([
      "rounds is 999999 rounds; allowed: at most 10000",
    ]);
  });

  it("never throws (law)", () => {
    const pieces = fc.constantFrom(
      "x3",
      "a",
      "a'",
      ":",
      ";",
      "|",
      "/",
      ">",
      ",",
      " ",
      "all",
      "vote",
      "{",
      "}",
      "*",
      "late",
      "restart",
      "order",
      "x",
    );
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const read = reader.rounds(parts.join(""));
        if (!read.ok) expect(read.problems).to.not.be.empty;
      }),
      { numRuns: 500 },
    );
  });
});
