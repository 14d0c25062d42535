/** Selections: shards, offsets and random order. */
import { expect } from "chai";
import fc from "fast-check";
import { selectScenarios, WHOLE } from "../../lib/space/selection.js";
import type { Selection, SelectionChoice } from "../../lib/space/selection.js";
import { InputError } from "../../lib/scenario/input/problem.js";

const ALL: SelectionChoice = {
  ...{ order: "random", seed: "s", limit: undefined },
  ...{ offset: 0n, shard: WHOLE },
};

const numbers = (selection: Selection): readonly bigint[] =>
  Array.from({ length: Number(selection.count) }, (_, place) => selection.at(BigInt(place)));

const sorted = (values: readonly bigint[]): readonly bigint[] =>
  values.toSorted((a, b) => Number(a - b));

const choices = fc.record({
  size: fc.bigInt({ min: 1n, max: 300n }),
  order: fc.constantFrom("systematic" as const, "random" as const),
  limit: fc.option(fc.integer({ min: 1, max: 400 }), { nil: undefined }),
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
});

const offsetOf = (size: bigint, at: number): bigint => BigInt(Math.floor(Number(size) * at));

describe("a selection", () => {
  it("is shared by its shards: disjoint, complete, and even (law)", () => {
    fc.assert(
      fc.property(choices, fc.integer({ min: 1, max: 12 }), ({ size, at, ...rest }, of) => {
        const choice = { ...ALL, ...rest, offset: offsetOf(size, at) };
        const shards = Array.from({ length: of }, (_, index) =>
          numbers(selectScenarios(size, { ...choice, shard: { part: index + 1, of } })),
        );
        expect(sorted(shards.flat())).to.deep.equal(sorted(numbers(selectScenarios(size, choice))));
        const lengths = shards.map(({ length }) => length);
        expect(Math.max(...lengths) - Math.min(...lengths)).to.be.at.most(1);
      }),
      { numRuns: 100 },
    );
  });

  it("goes on where another left off (law)", () => {
    fc.assert(
      fc.property(choices, fc.integer({ min: 1, max: 5 }), ({ size, order, limit }, of) => {
        const choice = { ...ALL, order, shard: { part: of, of } };
        const first = selectScenarios(size, { ...choice, limit });
        const rest =
          first.next === size
            ? []
            : numbers(selectScenarios(size, { ...choice, offset: first.next }));
        expect([...numbers(first), ...rest]).to.deep.equal(numbers(selectScenarios(size, choice)));
      }),
      { numRuns: 100 },
    );
  });

  for (const size of [1n, 6n, 15n, 225n, 1000n]) {
    it(`in sevenths is all ${size} in random order, none twice`, () => {
      const shards = [1, 2, 3, 4, 5, 6, 7].flatMap((part) =>
        numbers(selectScenarios(size, { ...ALL, shard: { part, of: 7 } })),
      );
      expect(sorted(shards)).to.deep.equal(
        Array.from({ length: Number(size) }, (_, index) => BigInt(index)),
      );
    });
  }

  it("of a shard takes the places that leave i - 1 when divided by n, as numbers of any size", () => {
    const size = 10n ** 27n;
    const choice = { ...ALL, order: "systematic", offset: 10n ** 26n, limit: 12 } as const;
    const selection = selectScenarios(size, { ...choice, shard: { part: 2, of: 5 } });
    expect(numbers(selection).map((number) => number - choice.offset)).to.deep.equal([1n, 6n, 11n]);
    expect(selection.next).to.equal(choice.offset + 12n);
  });

  it("draws every scenario equally often, as nearly as chance has it", () => {
    const drawn = new Array<number>(15).fill(0);
    const seeds = 3000;
    for (let seed = 0; seed < seeds; seed += 1) {
      const choice = { ...ALL, seed: `${seed}`, limit: 5, shard: { part: 2, of: 5 } };
      for (const number of numbers(selectScenarios(15n, choice))) {
        drawn[Number(number)] = (drawn[Number(number)] ?? 0) + 1;
      }
    }
    const expected = seeds / 15;
    const chiSquare = drawn.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 14 degrees of freedom: above 36.1 once in a thousand; the seeds are fixed.
    expect(chiSquare).to.be.below(36.1);
  });

  it("cannot begin beyond the space", () => {
    const select = () => selectScenarios(15n, { ...ALL, offset: 15n });
    expect(select).to.throw(InputError, "offset is 15; allowed: from 0 to 14");
  });
});
