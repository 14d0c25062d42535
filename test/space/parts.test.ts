/** The dimensions of a space that version 2 of the language added. */
import { expect } from "chai";
import fc from "fast-check";
import { describeProblem } from "../../lib/scenario/input/problem.js";
import { notationOf } from "../../lib/scenario/notation.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { chosenScenarios } from "../../lib/space/chosen-scenarios.js";
import { readSpaceConfig } from "../../lib/space/config.js";
import type { SpaceDocument } from "../../lib/space/config.js";
import { readSpaceDescription, describeSpace } from "../../lib/space/identity.js";
import { labelledSubsets } from "../../lib/space/parts/labelled-subsets.js";
import { WHOLE } from "../../lib/space/selection.js";
import { symmetryOf } from "../../lib/space/symmetry/symmetry.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { open } from "./fixtures.js";

const SMALL = { replicas: 2, twins: 1, rounds: 1, partitions: { groups: 1 } } as const;

/** All rounds of a space of one round, on one line each, without leader and partition. */
const rounds = (parts: SpaceDocument): readonly string[] => {
  const space = open({ ...SMALL, ...parts });
  return Array.from({ length: Number(space.counts.scenarios) }, (_, at) =>
    notationOf(space.scenario(BigInt(at)).rounds).replace(/^a: all(?: \/ )?/, ""),
  );
};

/** Each dimension by itself, with its size by hand. */
const DIMENSIONS: readonly (readonly [string, SpaceDocument, number])[] = [
  ["hear sets of three nodes", { hears: [{ of: "vote" }] }, 2 ** 3],
  ["hear sets of at most one", { hears: [{ of: "vote", atMost: 1 }] }, 1 + 1 + 3],
  ["the first hear sets", { hears: [{ of: "vote", limit: 3 }] }, 3],
  ["two types with hear sets", { hears: [{ of: "vote" }, { of: "proposal", atMost: 0 }] }, 8 * 2],
  ["partitions of a phase", { phases: [{ of: "vote", partitions: { groups: { atMost: 2 } } }] }, 4],
  [
    "one exception of two types on six links",
    { exceptions: { types: ["vote", "proposal"], atMost: 1, effects: ["drop", "late"] } },
    1 + 12 * 2,
  ],
  [
    "two exceptions",
    { exceptions: { types: ["vote"], atMost: 2, effects: ["drop", { hold: 3 }] } },
    1 + 6 * 2 + 15 * 4,
  ],
  ["delays on a grid", { delays: { types: ["vote"], atMost: 1 } }, 1 + 6 * 3],
  ["restarts", { restarts: { atMost: 2, states: ["durable", "none"] } }, 1 + 3 * 2 + 3 * 4],
  ["orders", { orders: { atMost: 4 } }, 5],
];

describe("dimensions of version 2", () => {
  for (const [shows, parts, size] of DIMENSIONS) {
    it(`${shows}: ${size}, each once, and each found again`, () => {
      const space = open({ ...SMALL, ...parts });
      expect(space.counts.roundConfigurations).to.equal(BigInt(size));
      const all = rounds(parts);
      expect(new Set(all).size).to.equal(size);
      const reader = scenarioReader(space.config.roster);
      for (let number = 0n; number < space.counts.scenarios; number += 1n) {
        const scenario = space.scenario(number);
        expect(space.indexOf(scenario.rounds)).to.equal(number);
        const noted = valueOf(reader.rounds(notationOf(scenario.rounds)), "notation");
        expect(space.indexOf(noted)).to.equal(number);
      }
    });
  }

  it("list the undisturbed round first, then little, then more", () => {
    expect(rounds({ hears: [{ of: "vote" }] })).to.deep.equal([
      ...["", "vote>{}", "vote>{a}", "vote>{b}", "vote>{a'}"],
      ...["vote>{a b}", "vote>{a a'}", "vote>{b a'}"],
    ]);
    expect(rounds({ restarts: { atMost: 1, states: ["durable", "none"] } })).to.deep.equal([
      ...["", "restart a durable", "restart a none", "restart b durable"],
      ...["restart b none", "restart a' durable", "restart a' none"],
    ]);
    expect(
      rounds({ delays: { types: ["vote"], atMost: 1, halves: [2] } }).slice(0, 3),
    ).to.deep.equal(["", "a>b vote: delay 2", "a>a' vote: delay 2"]);
  });

  it("multiply, the last fastest, and have every round of the product once", () => {
    const parts = {
      phases: [{ of: "timeout", partitions: { groups: { atMost: 2 } } }],
      hears: [{ of: "vote" }],
      orders: { atMost: 1 },
    };
    const all = rounds(parts);
    expect(all).to.have.lengthOf(4 * 8 * 2);
    expect(new Set(all).size).to.equal(64);
    expect(all.slice(0, 3)).to.deep.equal([
      "timeout: all",
      "timeout: all, order 1",
      "timeout: all, vote>{}",
    ]);
  });

  it("do not hold what no choice says", () => {
    const space = open({ ...SMALL, hears: [{ of: "vote", atMost: 1 }] });
    const reader = scenarioReader(space.config.roster);
    const numberOf = (text: string) => space.indexOf(valueOf(reader.rounds(text), text));
    expect(numberOf("a: all / vote>{b}")).to.equal(3n);
    for (const parts of ["vote>{a b}", "proposal>{b}", "vote>{b}, order 1", "a>b vote: drop"]) {
      expect(numberOf(`a: all / ${parts}`), parts).to.equal(undefined);
    }
  });

  it("are numbered one to one in large spaces (law)", () => {
    const space = open({
      ...{ replicas: 4, twins: 1, rounds: 3, partitions: { groups: { atMost: 3 } } },
      ...{ leaders: { eligible: "any" }, drops: { limit: 50 } },
      hears: [{ of: "vote" }, { of: "proposal", atMost: 2 }],
      phases: [{ of: "timeout", partitions: { groups: 2, requireQuorum: true } }],
      exceptions: { types: ["vote", "timeout"], atMost: 3, effects: ["drop", "late"] },
      delays: { types: ["proposal"], atMost: 2 },
      restarts: { atMost: 1, states: ["none"] },
      orders: { atMost: 100 },
    });
    const number = fc.bigInt({ min: 0n, max: space.counts.scenarios - 1n });
    fc.assert(
      fc.property(number, (index) => {
        expect(space.indexOf(space.scenario(index).rounds)).to.equal(index);
      }),
      { numRuns: 60 },
    );
  });

  it("are described and read back", () => {
    for (const [, parts] of DIMENSIONS) {
      const { config, hash } = open({ ...SMALL, ...parts });
      const description = JSON.parse(JSON.stringify(describeSpace(config))) as object;
      const read = readSpaceDescription({ ...description }, config.roster, config.semantics);
      expect(read).to.deep.equal({ ok: true, value: config });
      expect(hash).to.not.equal(open(SMALL).hash);
    }
  });

  it("name a space by its relay and its suffix, where they are not the usual ones", () => {
    const hashOf = (semantics: object) => open({ ...SMALL, semantics }).hash;
    expect(hashOf({ relay: "nothing" })).to.equal(open(SMALL).hash);
    const hashes = [{}, { relay: "everything" }, { suffix: { period: 1 } }].map(hashOf);
    expect(new Set(hashes).size).to.equal(3);
  });

  it("have classes under renaming, as many as there are orbits", () => {
    const space = open({
      ...{ replicas: 3, twins: 1, rounds: 1, partitions: { groups: { atMost: 2 } } },
      ...{ leaders: { eligible: "any" }, hears: [{ of: "vote" }] },
      restarts: { atMost: 1, states: ["none"] },
    });
    const symmetry = valueOf(symmetryOf(space), "symmetry");
    let covered = 0;
    let classes = 0n;
    for (let number = 0n; number < space.counts.scenarios; number += 1n) {
      const size = symmetry.classSize(number);
      covered += size;
      if (size > 0) classes += 1n;
    }
    expect(BigInt(covered)).to.equal(space.counts.scenarios);
    expect(classes).to.equal(symmetry.classes);
    // Exchanging b and c, exchanging a and its twin: Burnside, over the 4 renamings.
    expect(symmetry.classes < space.counts.scenarios / 2n).to.equal(true);
    const ordered = symmetryOf(open({ ...SMALL, orders: { atMost: 1 } }));
    expect(ordered.ok).to.equal(false);
  });

  const BAD: readonly (readonly [SpaceDocument, string])[] = [
    [{ hears: [{ of: "vote" }, { of: "vote" }] }, 'hears[1].of is "vote" again'],
    [{ phases: [{ of: "*", partitions: { groups: 1 } }] }, 'phases[0].of is "*"'],
    [
      {
        exceptions: { types: ["vote"], atMost: 1, effects: ["drop"] },
        delays: { types: ["vote"], atMost: 1 },
      },
      'delays.types has "vote", which exceptions have, too',
    ],
    [{ hears: [{ of: "vote" }], requireProgress: true }, "requireProgress is true"],
    [{ delays: { types: ["vote"], atMost: 1, halves: [3] } }, "delays.halves[0] is 3"],
    [{ semantics: { suffix: { period: 2 } } }, "semantics.suffix.period is 2"],
  ];
  for (const [parts, wrong] of BAD) {
    it(`are refused: ${wrong}`, () => {
      const read = readSpaceConfig({ ...SMALL, ...parts });
      const problems = read.ok ? [] : read.problems.map((each) => describeProblem(each));
      expect(problems.map((each) => each.split(/[;,] (?:allowed|and)/)[0])).to.deep.equal([wrong]);
    });
  }
});

describe("subsets with labels", () => {
  it("are as many as by hand, each once, in order, and found again (law)", () => {
    const sizes = fc.record({ least: fc.nat(2), more: fc.nat(3) });
    fc.assert(
      fc.property(fc.nat(6), fc.integer({ min: 1, max: 3 }), sizes, (elements, labels, given) => {
        const bounds = { least: given.least, most: given.least + given.more };
        const sets = labelledSubsets(elements, labels, bounds);
        const all = Array.from({ length: Number(sets.size) }, (_, at) => sets.unrank(BigInt(at)));
        expect(new Set(all.map((set) => JSON.stringify(set))).size).to.equal(all.length);
        all.forEach((set, at) => expect(sets.rank(set)).to.equal(BigInt(at)));
        expect(all.length).to.equal(brute(elements, labels, bounds));
      }),
      { numRuns: 60 },
    );
  });

  /** Every element is out, or in with one of the labels. */
  function brute(
    elements: number,
    labels: number,
    { least, most }: { least: number; most: number },
  ) {
    let found = 0;
    for (let code = 0; code < (labels + 1) ** elements; code += 1) {
      const size = Array.from(code.toString(labels + 1)).filter((digit) => digit !== "0").length;
      if (size >= least && size <= most) found += 1;
    }
    return found;
  }
});

describe("mixed draws", () => {
  const document = {
    ...{ replicas: 4, twins: 1, rounds: 2, partitions: { groups: { atMost: 3 } } },
    ...{ leaders: { eligible: "any" }, hears: [{ of: "vote" }], seed: "mix" },
  };
  const drawn = (calm: number, offset = 0n) => {
    const config = valueOf(readSpaceConfig(document), "config");
    const choice = { order: "systematic", symmetry: false, limit: 400, shard: WHOLE } as const;
    const { at } = chosenScenarios(config, { ...choice, offset, mix: { calm } });
    return Array.from({ length: 400 }, (_, place) => at(BigInt(place)).scenario);
  };

  it("leave parts undisturbed as often as they say, and else draw uniformly", () => {
    const all = (calm: number) => drawn(calm).flatMap((scenario) => scenario.rounds);
    const whole = (calm: number) =>
      all(calm).filter(({ partition }) => partition.length === 1).length;
    const unheard = (calm: number) => all(calm).filter(({ hears }) => hears !== undefined).length;
    expect(whole(1)).to.equal(800);
    expect(unheard(1)).to.equal(0);
    expect(whole(0.5)).to.be.within(340, 480);
    expect(unheard(0.5)).to.be.within(340, 460);
    expect(whole(0)).to.be.below(60);
    expect(unheard(0)).to.be.above(740);
    expect(new Set(all(0.5).map(({ leader }) => leader)).size).to.equal(4);
  });

  it("depend on the seed and the place alone", () => {
    expect(drawn(0.5, 100n).slice(0, 20)).to.deep.equal(drawn(0.5).slice(100, 120));
  });
});
