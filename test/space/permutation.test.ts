/** The keyed permutation: bijective, invertible and uniform. */
import { expect } from "chai";
import fc from "fast-check";
import { randomStream } from "../../lib/random.js";
import { keyedPermutation } from "../../lib/space/permutation.js";

const order = (size: number, seed: string, ...name: readonly string[]): readonly number[] => {
  const permutation = keyedPermutation(BigInt(size), seed, ...name);
  return Array.from({ length: size }, (_, place) => Number(permutation.at(BigInt(place))));
};

/** How far counts are from equal: the chi-squared statistic. */
function chiSquared(counts: Iterable<number>, cells: number, draws: number): number {
  const expected = draws / cells;
  const seen = [...counts];
  const empty = (cells - seen.length) * expected;
  return seen.reduce((sum, count) => sum + (count - expected) ** 2 / expected, empty);
}

function tally<T>(draws: number, draw: (at: number) => T): Map<T, number> {
  const counts = new Map<T, number>();
  for (let at = 0; at < draws; at += 1) {
    const key = draw(at);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

describe("the keyed permutation", () => {
  it("is a bijection on any size (law)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.string(), (size, seed) => {
        expect(new Set(order(size, seed)).size).to.equal(size);
        expect(Math.max(...order(size, seed))).to.equal(size - 1);
      }),
      { numRuns: 30 },
    );
  });

  it("is undone by looking up the place of a number, on any size (law)", () => {
    const sizes = fc.oneof(
      fc.bigInt({ min: 1n, max: 1000n }),
      fc.bigInt({ min: 2n ** 52n, max: 2n ** 54n }),
      fc.bigInt({ min: 1n, max: 10n ** 40n }),
    );
    fc.assert(
      fc.property(sizes, fc.nat(), fc.string(), (size, number, seed) => {
        const permutation = keyedPermutation(size, seed);
        const place = (BigInt(number) * size) / 2n ** 31n;
        const value = permutation.at(place);
        expect(value >= 0n && value < size).to.equal(true);
        expect(permutation.placeOf(value)).to.equal(place);
      }),
    );
  });

  it("depends on its seed and on its name, and on nothing else", () => {
    expect(order(100, "s", "n")).to.deep.equal(order(100, "s", "n"));
    expect(order(100, "s", "n")).to.not.deep.equal(order(100, "t", "n"));
    expect(order(100, "s", "n")).to.not.deep.equal(order(100, "s", "m"));
    expect(order(100, "s", "n", "m")).to.not.deep.equal(order(100, "s", "nm"));
  });

  it("is the same on every machine, and stays what it is: --offset and --shard rely on it", () => {
    const drawn = (size: bigint) => {
      const permutation = keyedPermutation(size, "pinned", "scenarios");
      return [0n, 1n, size - 1n].map((place) => permutation.at(place));
    };
    expect(drawn(170_859_375n)).to.deep.equal([1_328_575n, 123_504_950n, 30_003_917n]);
    expect(drawn(10n ** 26n)).to.deep.equal([
      64_381_696_487_266_224_295_415_739n,
      39_677_122_940_635_825_776_537_399n,
      82_378_113_088_671_983_012_791_079n,
    ]);
  });

  it("takes every order of four with the same probability", () => {
    const counts = tally(24 * 400, (seed) => order(4, `seed ${seed}`).join());
    // 23 degrees of freedom: 1 in 100,000 is above 60.
    expect(chiSquared(counts.values(), 24, 24 * 400)).to.be.below(60);
  });

  for (const size of [15n, 2n ** 33n + 7n, 10n ** 26n]) {
    it(`puts every number of [0, ${size}) anywhere, whatever stands before it`, () => {
      // The thirds in which the first two items lie, over many seeds: nine equal cells.
      const counts = tally(9 * 500, (seed) => {
        const permutation = keyedPermutation(size, `seed ${seed}`);
        return [0n, 1n].map((place) => (permutation.at(place) * 3n) / size).join();
      });
      // Without replacement the cells of 15 are not quite equal: (5*4, 5*5) of 210.
      const share = size === 15n ? [20 / 210, 25 / 210] : [1 / 9, 1 / 9];
      const statistic = ["0", "1", "2"].flatMap((first) =>
        ["0", "1", "2"].map((second) => {
          const expected = 9 * 500 * (share[first === second ? 0 : 1] ?? 0);
          return ((counts.get(`${first},${second}`) ?? 0) - expected) ** 2 / expected;
        }),
      );
      // 8 degrees of freedom: 1 in 100,000 is above 37.
      expect(statistic.reduce((sum, part) => sum + part)).to.be.below(37);
    });
  }

  it("spreads neighbours over the whole space", () => {
    const size = 170_859_375n;
    const permutation = keyedPermutation(size, "spread");
    const counts = tally(50_000, (place) => (permutation.at(BigInt(place)) * 100n) / size);
    // 99 degrees of freedom: 1 in 100,000 is above 168.
    expect(chiSquared(counts.values(), 100, 50_000)).to.be.below(168);
  });
});

describe("random streams", () => {
  it("are the same on every machine", () => {
    const stream = randomStream("seed", "name");
    const drawn = [stream.uint32(), stream.uint32(), stream.below(10n ** 30n)];
    expect(drawn).to.deep.equal([655069083, 2126460930, 975735211501057073329001257280n]);
  });

  it("keep their names apart", () => {
    const first = (...name: string[]) => randomStream("s", ...name).uint32();
    expect(
      new Set([first(), first("a"), first("a", "b"), first("ab"), first("b", "a")]).size,
    ).to.equal(5);
  });

  it("draw below any size, all numbers alike", () => {
    const stream = randomStream("below");
    const counts = tally(60_000, () => stream.below(6n));
    // 5 degrees of freedom: 1 in 100,000 is above 31.
    expect(chiSquared(counts.values(), 6, 60_000)).to.be.below(31);
    expect(stream.below(1n)).to.equal(0n);
  });
});
