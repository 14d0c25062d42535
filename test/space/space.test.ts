/** Counts of spaces, the paper's Table 1 among them, and the order of scenarios. */
import { expect } from "chai";
import fc from "fast-check";
import { InputError } from "../../lib/scenario/input/problem.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { ARRANGEMENTS, ROUND_ORDERS } from "../../lib/space/sequences/arrangements.js";
import { firstRounds, open, paperSpace, written } from "./fixtures.js";

describe("the paper's Table 1, exactly", () => {
  // N, T, P, R; round configurations; without and with replacement.
  const TABLE = [
    [4, 1, 2, 4, 15n, 32_760n, 50_625n],
    [4, 1, 3, 4, 25n, 303_600n, 390_625n],
    [4, 1, 2, 7, 15n, 32_432_400n, 170_859_375n],
    [4, 1, 3, 7, 25n, 2_422_728_000n, 6_103_515_625n],
    [7, 2, 2, 4, 510n, 66_858_962_040n, 67_652_010_000n],
    [7, 2, 3, 4, 6_050n, 1_338_414_738_091_200n, 1_339_743_006_250_000n],
    [7, 2, 2, 7, 510n, 8_610_573_167_320_924_800n, 8_974_106_778_510_000_000n],
    [
      ...([7, 2, 3, 7, 6_050n] as const),
      295_651_178_144_351_773_039_296_000n,
      296_679_557_486_907_031_250_000_000n,
    ],
  ] as const;
  for (const [n, t, p, r, configurations, without, withReplacement] of TABLE) {
    it(`(${n},${t},${p},${r}): ${withReplacement} scenarios`, () => {
      const counts = (arrangement: string) => paperSpace([n, t, p, r], { arrangement }).counts;
      expect(counts("with-replacement").roundConfigurations).to.equal(configurations);
      expect(counts("with-replacement").scenarios).to.equal(withReplacement);
      expect(counts("without-replacement").scenarios).to.equal(without);
      expect(counts("static").scenarios).to.equal(configurations);
    });
  }
});

describe("a numbered space", () => {
  it("has leaders slowest, then partitions, then drops", () => {
    const space = open({
      ...{ replicas: 2, twins: 1, rounds: 1, partitions: { groups: 2 } },
      ...{ leaders: { eligible: "any" }, drops: { limit: 2, listing: "original" } },
    });
    // Three nodes: 3 partitions, each with 2 x 2 choices of drops.
    expect(space.counts.roundConfigurations).to.equal(24n);
    expect(firstRounds(space, 24).filter((_, index) => index % 4 === 0)).to.deep.equal(
      ["a", "b"].flatMap((leader) =>
        ["ab|a'", "aa'|b", "a|ba'"].map((groups) => `${leader}: ${groups}`),
      ),
    );
    expect(firstRounds(space, 4)).to.deep.equal([
      "a: ab|a'",
      "a: ab|a' -aa proposal",
      "a: ab|a' -a'a' proposal",
      "a: ab|a' -aa proposal -a'a' proposal",
    ]);
  });

  it("has as many configurations of a partition as its groups have sets of drops", () => {
    const space = open({
      ...{ replicas: 2, twins: 1, rounds: 1, partitions: { groups: 2 } },
      ...{ leaders: { eligible: "any" }, drops: { limit: 3 } },
    });
    // Each of the 3 partitions has a group of two, with 3 choices, and a node alone, with one.
    expect(space.counts.roundConfigurations).to.equal(18n);
    expect(firstRounds(space, 4)).to.deep.equal([
      "a: ab|a'",
      "a: ab|a' -ab proposal",
      "a: ab|a' -ab timeout",
      "a: aa'|b",
    ]);
    for (let number = 0n; number < 18n; number += 1n) {
      expect(space.indexOf(space.scenario(number).rounds)).to.equal(number);
    }
  });

  it("ends where its limits say: leaders, partitions, round configurations", () => {
    const limited = (rest: object) =>
      open({ replicas: 4, twins: 2, rounds: 1, partitions: { groups: 2 }, ...rest });
    const all = firstRounds(limited({}), 62);
    const partitions = limited({ partitions: { groups: 2, limit: 3 } });
    expect(firstRounds(partitions, 6)).to.deep.equal([...all.slice(0, 3), ...all.slice(31, 34)]);
    expect(partitions.counts).to.deep.equal({
      ...{ partitions: 31n, roundConfigurations: 6n, scenarios: 6n },
    });
    expect(limited({ leaders: { limit: 1 } }).counts.roundConfigurations).to.equal(31n);
    const both = limited({ leaders: { limit: 5 }, roundConfigurations: { limit: 40 } });
    expect(firstRounds(both, 40)).to.deep.equal(all.slice(0, 40));
    expect(both.counts.roundConfigurations).to.equal(40n);
  });

  const LEADERS = { any: "abcd", twinned: "bd", honest: "ac" } as const;
  for (const [eligible, leaders] of Object.entries(LEADERS)) {
    it(`is led by ${eligible}: ${leaders}`, () => {
      const space = open({
        ...{ replicas: 4, twins: ["d", "b"], rounds: 1, partitions: { groups: 1 } },
        leaders: { eligible },
      });
      const found = firstRounds(space, Number(space.counts.scenarios)).map((text) =>
        text.charAt(0),
      );
      expect(found).to.deep.equal(Array.from(leaders));
    });
  }

  it("draws leaders and partitions without repetition, partitions anew for each leader", () => {
    const drawn = (seed: string) =>
      firstRounds(
        open({
          ...{ replicas: 7, twins: 2, rounds: 1, seed },
          partitions: { groups: 3, order: "random", limit: 10 },
          leaders: { eligible: "any", order: "random", limit: 4 },
        }),
        40,
      );
    expect(drawn("x")).to.deep.equal(drawn("x"));
    expect(drawn("x")).to.not.have.members(drawn("y"));
    const leaders = new Set(drawn("x").map((text) => text.charAt(0)));
    const sets = [...leaders].map(
      (leader) => new Set(drawn("x").flatMap((text) => text.split(`${leader}: `).slice(1))),
    );
    expect(sets.map((set) => set.size)).to.deep.equal([10, 10, 10, 10]);
    const [first = new Set(), second = new Set()] = sets;
    expect([...second].every((text) => first.has(text))).to.equal(false);
  });

  it("varies the last round fastest, or the first", () => {
    const rounds = (roundOrder: string) =>
      [0n, 1n, 12n].map((index) =>
        paperSpace([2, 1, 2, 2], { roundOrder })
          .scenario(index % 9n)
          .rounds.map(written)
          .join(", "),
      );
    const [same, first, second] = ["a: ab|a'", "a: aa'|b", "a: ab|a'"];
    expect(rounds("last-fastest")).to.deep.equal([
      `${same}, ${same}`,
      `${same}, ${first}`,
      `${first}, ${second}`,
    ]);
    expect(rounds("first-fastest")).to.deep.equal([
      `${same}, ${same}`,
      `${first}, ${same}`,
      `${second}, ${first}`,
    ]);
  });

  const configs = fc.record({
    replicas: fc.integer({ min: 2, max: 5 }),
    twins: fc.integer({ min: 1, max: 2 }),
    rounds: fc.integer({ min: 1, max: 4 }),
    partitions: fc.record({
      groups: fc.oneof(
        fc.integer({ min: 1, max: 3 }),
        fc.record({ atMost: fc.integer({ min: 1, max: 3 }) }),
      ),
      order: fc.constantFrom("systematic", "random"),
      limit: fc.integer({ min: 1, max: 20 }),
      twinsApart: fc.boolean(),
    }),
    leaders: fc.record({
      eligible: fc.constantFrom("any", "twinned"),
      order: fc.constantFrom("systematic", "random"),
    }),
    drops: fc.record({ limit: fc.integer({ min: 1, max: 30 }) }),
    roundConfigurations: fc.record({ limit: fc.integer({ min: 4, max: 5000 }) }),
    arrangement: fc.constantFrom(...ARRANGEMENTS),
    roundOrder: fc.constantFrom(...ROUND_ORDERS),
    seed: fc.string({ minLength: 1 }),
  });

  it("gives every scenario a number, and every number a sound scenario (law)", () => {
    fc.assert(
      fc.property(configs, fc.nat({ max: 1_000_000 }), (config, place) => {
        let space;
        try {
          space = open(config);
        } catch (error) {
          // Some of these leave nothing to choose: nothing passes the filter, too few configurations.
          expect(error).to.be.instanceOf(InputError);
          return;
        }
        const index = (space.counts.scenarios * BigInt(place)) / 1_000_001n;
        const scenario = space.scenario(index);
        expect(space.indexOf(scenario.rounds)).to.equal(index);
        const read = scenarioReader(space.config.roster).scenario(scenario);
        expect(read).to.deep.equal({ ok: true, value: scenario });
      }),
      { numRuns: 200 },
    );
  });

  it("knows a scenario whose groups a person wrote in another order", () => {
    const space = paperSpace([4, 1, 3, 2]);
    const { rounds } = space.scenario(321n);
    const shuffled = rounds.map((round) => ({
      ...round,
      partition: round.partition.map((group) => group.toReversed()).toReversed(),
    }));
    expect(space.indexOf(shuffled)).to.equal(321n);
  });

  it("has no number for a scenario of another space", () => {
    const space = paperSpace([4, 1, 2, 2]);
    expect(space.indexOf(paperSpace([4, 1, 3, 2]).scenario(5n).rounds)).to.equal(undefined);
    expect(space.indexOf(paperSpace([4, 1, 2, 3]).scenario(5n).rounds)).to.equal(undefined);
    expect(space.indexOf(paperSpace([4, 2, 2, 2]).scenario(999n).rounds)).to.equal(undefined);
  });

  it("refuses numbers beyond its end", () => {
    const space = paperSpace([4, 1, 2, 2]);
    expect(space.scenario(224n).id).to.match(/:e0$/);
    expect(() => space.scenario(225n)).to.throw(InputError, "225 is not a scenario's number");
    expect(() => space.scenario(-1n)).to.throw(InputError, "from 0 to 224");
  });
});
