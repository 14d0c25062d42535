/** Equivalence classes of scenarios: counts, sizes and representatives. */
import { expect } from "chai";
import fc from "fast-check";
import { nodeId } from "../../lib/protocol/ids.js";
import type { RoundConfiguration } from "../../lib/scenario/model.js";
import { describeProblem, valueOf } from "../../lib/scenario/input/problem.js";
import { ARRANGEMENTS, ROUND_ORDERS } from "../../lib/space/sequences/arrangements.js";
import type { SpaceDocument } from "../../lib/space/config.js";
import type { Space } from "../../lib/space/space.js";
import type { EquivalenceClass } from "../../lib/space/symmetry/symmetry.js";
import { symmetryOf } from "../../lib/space/symmetry/symmetry.js";
import { open, paperSpace } from "./fixtures.js";

const classes = (space: Space): bigint => valueOf(symmetryOf(space)).classes;

/** What the first scenarios of a space, or all of a small one, stand for. */
function classSize(space: Space, count = Number(space.counts.scenarios)): readonly number[] {
  const symmetry = valueOf(symmetryOf(space));
  return Array.from({ length: count }, (_, index) => symmetry.classSize(BigInt(index)));
}

/** The first classes of a space. */
function listed(space: Space, count: number): readonly EquivalenceClass[] {
  const symmetry = valueOf(symmetryOf(space));
  return Array.from({ length: count }, (_, number) => symmetry.classAt(BigInt(number)));
}

describe("classes of equivalent scenarios", () => {
  const KNOWN = [
    [[4, 1, 2, 1], 5n],
    [[4, 1, 2, 2], 39n],
    [[4, 1, 2, 3], 407n],
    [[4, 1, 2, 4], 5_053n],
    [[4, 1, 2, 7], 14_513_707n],
    [[4, 1, 3, 1], 6n],
    [[4, 1, 3, 2], 75n],
    [[4, 1, 3, 3], 1_448n],
    [[4, 1, 3, 4], 33_509n],
    [[4, 1, 3, 7], 508_920_348n],
    [[7, 2, 2, 1], 26n],
    [[7, 2, 2, 2], 2_694n],
    [[7, 2, 2, 3], 496_736n],
    [[7, 2, 2, 4], 139_341_608n],
  ] as const;
  for (const [size, count] of KNOWN) {
    it(`of (${size.join()}): ${count}`, () => {
      expect(classes(paperSpace(size))).to.equal(count);
    });
  }

  it("are counted in the paper's largest space, too", () => {
    const space = paperSpace([7, 2, 3, 7]);
    expect(classes(space) > space.counts.scenarios / 960n).to.equal(true);
  });

  const small = fc.record({
    replicas: fc.integer({ min: 2, max: 4 }),
    twins: fc.integer({ min: 0, max: 2 }),
    rounds: fc.integer({ min: 1, max: 2 }),
    partitions: fc.record({
      groups: fc.constantFrom(2, 3, { atMost: 2 }),
      order: fc.constantFrom("systematic", "random"),
      requireQuorum: fc.boolean(),
    }),
    leaders: fc.constant({ eligible: "any" }),
    arrangement: fc.constantFrom(...ARRANGEMENTS),
    roundOrder: fc.constantFrom(...ROUND_ORDERS),
    requireProgress: fc.boolean(),
  });

  /** Spaces in which there is something, and not too much to look at all of it. */
  function opened(config: SpaceDocument): Space | undefined {
    try {
      const space = open(config);
      return space.counts.scenarios <= 20_000n ? space : undefined;
    } catch {
      return undefined;
    }
  }

  it("have one representative each, whose sizes sum to the space (law)", () => {
    fc.assert(
      fc.property(small, (config) => {
        const space = opened(config);
        fc.pre(space !== undefined);
        const sizes = classSize(space).filter((size) => size > 0);
        expect(BigInt(sizes.length)).to.equal(classes(space));
        expect(sizes.reduce((sum, size) => sum + size, 0)).to.equal(Number(space.counts.scenarios));
      }),
      { numRuns: 60 },
    );
  });

  it("have numbers, in the order of their representatives (law)", () => {
    fc.assert(
      fc.property(small, (config) => {
        const space = opened(config);
        fc.pre(space !== undefined);
        expect(listed(space, Number(classes(space)))).to.deep.equal(
          classSize(space).flatMap((size, representative) =>
            size > 0 ? [{ representative: BigInt(representative), size }] : [],
          ),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("have numbers in large spaces, too: their first thousand, and some in the middle", () => {
    for (const size of [[4, 1, 2, 7] as const, [7, 2, 2, 4] as const, [7, 2, 3, 7] as const]) {
      const space = paperSpace(size);
      const symmetry = valueOf(symmetryOf(space));
      let before = -1n;
      const step = symmetry.classes / 300n;
      for (let number = 0n; number < 1300n; number += 1n) {
        const place = number < 1000n ? number : (number - 999n) * step;
        const { representative, size: members } = symmetry.classAt(place);
        expect(symmetry.classSize(representative)).to.equal(members);
        expect(representative > before).to.equal(true);
        before = representative;
      }
    }
  });

  it("are reached, each at its representative, by looking at every scenario up to there", () => {
    const space = paperSpace([4, 1, 2, 7]);
    const { representative } = valueOf(symmetryOf(space)).classAt(2000n);
    const found = classSize(space, Number(representative) + 1).filter((size) => size > 0);
    expect(found.length).to.equal(2001);
  });

  it("hold what renaming a scenario throughout makes of it, and no more", () => {
    const space = open({ replicas: 4, twins: 1, rounds: 2, partitions: { groups: 2 } });
    const found = new Map<string, bigint[]>();
    for (let index = 0n; index < space.counts.scenarios; index += 1n) {
      const all = renamings().map((rename) =>
        space.indexOf(space.scenario(index).rounds.map(rename)),
      );
      const key = all.map(String).sort().join();
      found.set(key, [...(found.get(key) ?? []), index]);
    }
    const expected = [...found.values()].map(([representative = -1n, ...rest]) => [
      representative,
      rest.length + 1,
    ]);
    const sizes = classSize(space).flatMap((size, index) =>
      size > 0 ? [[BigInt(index), size]] : [],
    );
    expect(sizes).to.deep.equal(expected);
  });

  /** Every order of b, c and d, with a and a' as they are and exchanged. */
  function renamings(): readonly ((round: RoundConfiguration) => RoundConfiguration)[] {
    const orders = ["bcd", "bdc", "cbd", "cdb", "dbc", "dcb"];
    return orders.flatMap((order) =>
      [
        ["a", "a'"],
        ["a'", "a"],
      ].map((twins) => {
        const names = [twins[0], ...Array.from(order), twins[1]];
        return (round: RoundConfiguration) => ({
          ...round,
          partition: round.partition.map((group) =>
            group.map((node) => nodeId(names[["a", "b", "c", "d", "a'"].indexOf(node)] ?? "")),
          ),
        });
      }),
    );
  }

  const REFUSED: readonly (readonly [string, SpaceDocument, RegExp])[] = [
    [
      "a limit that cuts through one",
      { partitions: { groups: 2, limit: 4 } },
      /some are in the sp/,
    ],
    ["drops", { partitions: { groups: 2 }, drops: { limit: 2 } }, /allowed: no drops/],
    ["too many", { replicas: 13, partitions: { groups: 2 } }, /958003200 renamings of 8191/],
  ];
  for (const [shows, change, says] of REFUSED) {
    it(`cannot be had with ${shows}`, () => {
      const read = symmetryOf(open({ replicas: 4, twins: 1, rounds: 2, ...change }));
      expect(read.ok ? "" : read.problems.map((one) => describeProblem(one)).join()).to.match(says);
    });
  }
});
