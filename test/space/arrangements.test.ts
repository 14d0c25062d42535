/** Arrangements: ranks, counts and orders. */
import { expect } from "chai";
import fc from "fast-check";
import { ARRANGEMENTS, ROUND_ORDERS, sequences } from "../../lib/space/sequences/arrangements.js";
import type { Arrangement } from "../../lib/space/sequences/arrangements.js";

/** All sequences of so many numbers, the last varying fastest. */
function enumerate(rounds: number, size: number): readonly (readonly bigint[])[] {
  if (rounds === 0) return [[]];
  const numbers = Array.from({ length: size }, (_, number) => BigInt(number));
  return enumerate(rounds - 1, size).flatMap((before) => numbers.map((last) => [...before, last]));
}

const ALLOWS: Readonly<Record<Arrangement, (sequence: readonly bigint[]) => boolean>> = {
  "with-replacement": () => true,
  "without-replacement": (sequence) => new Set(sequence).size === sequence.length,
  static: (sequence) => new Set(sequence).size === 1,
};

const small = fc.record({
  rounds: fc.integer({ min: 1, max: 4 }),
  size: fc.integer({ min: 1, max: 5 }),
  order: fc.constantFrom(...ROUND_ORDERS),
});

describe("arrangements", () => {
  for (const arrangement of ARRANGEMENTS) {
    it(`${arrangement}: all that are allowed, in order, each with its number (law)`, () => {
      fc.assert(
        fc.property(small, ({ rounds, size, order }) => {
          const list = sequences(arrangement, order, rounds, BigInt(size));
          const found = Array.from({ length: Number(list.size) }, (_, at) =>
            list.unrank(BigInt(at)),
          );
          const expected = enumerate(rounds, size).filter(ALLOWS[arrangement]);
          const inOrder =
            order === "last-fastest" ? expected : expected.map((sequence) => sequence.toReversed());
          expect(found).to.deep.equal(inOrder);
          for (const sequence of enumerate(rounds, size)) {
            const at = inOrder.findIndex((other) => other.join() === sequence.join());
            expect(list.rank(sequence)).to.equal(at < 0 ? undefined : BigInt(at));
          }
        }),
        { numRuns: 40 },
      );
    });
  }

  it("have numbers in spaces of any size (law)", () => {
    const large = fc.record({
      rounds: fc.integer({ min: 1, max: 12 }),
      size: fc.bigInt({ min: 12n, max: 10n ** 25n }),
      place: fc.bigInt({ min: 0n, max: 10n ** 9n - 1n }),
    });
    fc.assert(
      fc.property(
        large,
        fc.constantFrom(...ARRANGEMENTS),
        fc.constantFrom(...ROUND_ORDERS),
        ({ rounds, size, place }, arrangement, order) => {
          const list = sequences(arrangement, order, rounds, size);
          const index = (list.size * place) / 10n ** 9n;
          expect(list.rank(list.unrank(index))).to.equal(index);
        },
      ),
    );
  });

  it("without replacement there are none of more rounds than configurations", () => {
    expect(sequences("without-replacement", "last-fastest", 4, 3n).size).to.equal(0n);
  });
});
