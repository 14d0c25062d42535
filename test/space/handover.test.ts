/** Scenarios in which every round can hand over to the next (`requireProgress`). */
import { expect } from "chai";
import fc from "fast-check";
import { InputError } from "../../lib/scenario/input/problem.js";
import type { RoundConfiguration } from "../../lib/scenario/model.js";
import { rosterQuorum } from "../../lib/scenario/roster.js";
import { ARRANGEMENTS, ROUND_ORDERS } from "../../lib/space/sequences/arrangements.js";
import type { SpaceDocument } from "../../lib/space/config.js";
import type { Space } from "../../lib/space/space.js";
import { open, paperSpace, written } from "./fixtures.js";

const identityOf = (node: string): string => node.replace("'", "");

/** The filter as its documentation words it, for replicas with names of one letter. */
function handsOver(round: RoundConfiguration, successor: string, quorum: number): boolean {
  return round.partition.some((group) => {
    const identities = new Set(group.map(identityOf));
    return identities.size >= quorum && identities.has(round.leader) && identities.has(successor);
  });
}

const progresses = (rounds: readonly RoundConfiguration[], quorum: number): boolean =>
  rounds.every((round, at) => handsOver(round, (rounds[at + 1] ?? round).leader, quorum));

const everything = (space: Space): readonly (readonly RoundConfiguration[])[] =>
  Array.from(
    { length: Number(space.counts.scenarios) },
    (_, index) => space.scenario(BigInt(index)).rounds,
  );

const text = (rounds: readonly RoundConfiguration[]): string => rounds.map(written).join("; ");

/** The space, unless there is nothing in it. */
function opened(config: SpaceDocument): Space | undefined {
  try {
    return open(config);
  } catch (error) {
    expect(error).to.be.instanceOf(InputError);
    return undefined;
  }
}

const small = fc.record({
  replicas: fc.integer({ min: 2, max: 4 }),
  twins: fc.integer({ min: 0, max: 2 }),
  faulty: fc.integer({ min: 0, max: 1 }),
  rounds: fc.integer({ min: 1, max: 3 }),
  partitions: fc.record({
    groups: fc.constantFrom(1, 2, { atMost: 2 }),
    order: fc.constantFrom("systematic", "random"),
    limit: fc.integer({ min: 2, max: 5 }),
  }),
  leaders: fc.record({
    eligible: fc.constantFrom("any", "honest"),
    order: fc.constantFrom("systematic", "random"),
  }),
  drops: fc.record({ limit: fc.integer({ min: 1, max: 2 }) }),
  roundConfigurations: fc.record({ limit: fc.integer({ min: 2, max: 13 }) }),
  arrangement: fc.constantFrom(...ARRANGEMENTS),
  roundOrder: fc.constantFrom(...ROUND_ORDERS),
});

describe("scenarios in which every round can hand over to the next", () => {
  it("are those of the space that satisfy it, in the same order, with numbers (law)", () => {
    fc.assert(
      fc.property(small, (config) => {
        const all = opened(config);
        fc.pre(all !== undefined);
        const quorum = rosterQuorum(all.config.roster);
        const expected = everything(all).filter((rounds) => progresses(rounds, quorum));
        const space = opened({ ...config, requireProgress: true });
        expect(space === undefined ? [] : everything(space).map(text)).to.deep.equal(
          expected.map(text),
        );
        const numbers = new Map(expected.map((rounds, index) => [text(rounds), BigInt(index)]));
        for (const rounds of everything(all)) {
          expect(space?.indexOf(rounds)).to.equal(numbers.get(text(rounds)));
        }
      }),
      { numRuns: 150 },
    );
  });

  const LARGE: readonly (readonly [string, SpaceDocument])[] = [
    ["twinned leaders", { replicas: 7, twins: 2, rounds: 7, partitions: { groups: 3 } }],
    [
      "any leader, the first round fastest",
      {
        ...{ replicas: 7, twins: 2, rounds: 5, roundOrder: "first-fastest" },
        ...{ partitions: { groups: 2 }, leaders: { eligible: "any" } },
      },
    ],
    [
      "drops",
      { replicas: 4, twins: 2, rounds: 9, partitions: { groups: 2 }, drops: { limit: 10_000 } },
    ],
    [
      "drops, no configuration twice",
      {
        ...{ replicas: 4, twins: 2, rounds: 6, partitions: { groups: 2 } },
        ...{ drops: { limit: 3 }, arrangement: "without-replacement" },
      },
    ],
    [
      "one configuration for all rounds",
      {
        ...{ replicas: 7, twins: 2, rounds: 7, partitions: { groups: 3 } },
        ...{ arrangement: "static", leaders: { eligible: "any" } },
      },
    ],
  ];
  for (const [shows, config] of LARGE) {
    it(`have numbers in spaces of any size, with ${shows} (law)`, () => {
      const space = open({ ...config, requireProgress: true });
      const quorum = rosterQuorum(space.config.roster);
      const { scenarios } = space.counts;
      fc.assert(
        fc.property(fc.nat({ max: 1_000_000 }), (place) => {
          const index = ((scenarios - 1n) * BigInt(place)) / 1_000_000n;
          const { rounds } = space.scenario(index);
          expect(progresses(rounds, quorum)).to.equal(true);
          expect(space.indexOf(rounds)).to.equal(index);
        }),
        { numRuns: 60 },
      );
    });
  }

  it("are as many as there are walks from configuration to configuration", () => {
    const document = { leaders: { eligible: "any" } };
    const { configurations, counts } = paperSpace([4, 1, 2, 6], document);
    const all = Array.from({ length: Number(counts.roundConfigurations) }, (_, at) =>
      configurations.unrank(BigInt(at)),
    );
    let walks = all.map((round) => BigInt(handsOver(round, round.leader, 3)));
    for (let round = 1; round < 6; round += 1) {
      walks = all.map((one) =>
        walks.reduce(
          (sum, count, at) => (handsOver(one, all[at]?.leader ?? "", 3) ? sum + count : sum),
          0n,
        ),
      );
    }
    expect(
      paperSpace([4, 1, 2, 6], { ...document, requireProgress: true }).counts.scenarios,
    ).to.equal(walks.reduce((sum, count) => sum + count));
  });

  it("with one leader are all sequences of the rounds in which it has a quorum", () => {
    const counts = (groups: number, rest: SpaceDocument = {}) =>
      paperSpace([4, 1, groups, 7], { requireProgress: true, ...rest }).counts;
    // Of (4,1,2): all but bcd alone, and those in which neither group has three identities.
    expect(counts(2).scenarios).to.equal(11n ** 7n);
    expect(counts(2)).to.include({ partitions: 15n, roundConfigurations: 15n });
    expect(counts(2, { arrangement: "static" }).scenarios).to.equal(11n);
    expect(counts(2, { arrangement: "without-replacement" }).scenarios).to.equal(
      11n * 10n * 9n * 8n * 7n * 6n * 5n,
    );
  });

  const REFUSED: readonly (readonly [string, SpaceDocument, string])[] = [
    ["there are none", { partitions: { groups: 4 } }, "requireProgress leaves no scenario"],
    [
      "there are too many kinds of rounds, none of which may come twice",
      { leaders: { eligible: "any" }, arrangement: "without-replacement" },
      "requireProgress is true, for 7 rounds of 16 kinds of round configurations; allowed: fewer " +
        "rounds or leaders, or repetition (with-replacement or static)",
    ],
    [
      "there are too many rounds",
      { leaders: { eligible: "any" }, rounds: 1500 },
      "requireProgress is true, for 1500 rounds of 16 kinds of round configurations; allowed: " +
        "fewer rounds or leaders, or static",
    ],
    [
      "there are too many partitions to look at",
      { replicas: 14, twins: 4, partitions: { groups: 3 } },
      "requireProgress cannot be had for so many partitions; allowed: at most 262144, counted for " +
        "each leader: fewer replicas or groups",
    ],
  ];
  for (const [shows, config, message] of REFUSED) {
    it(`are refused when ${shows}`, () => {
      const document = {
        ...{ replicas: 4, twins: 1, rounds: 7, partitions: { groups: 2 }, requireProgress: true },
        ...config,
      };
      expect(() => open(document)).to.throw(InputError, message);
    });
  }
});
