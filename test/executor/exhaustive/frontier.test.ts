/** The frontier is independent of the order of insertion. */
import { expect } from "chai";
import fc from "fast-check";
import { Frontier } from "../../../executor/exhaustive/frontier.js";
import type { NewStateClass } from "../../../executor/exhaustive/frontier.js";
import {
  pairsOf,
  scenarioCounts,
  total,
} from "../../../executor/exhaustive/execution/scenario-counts.js";

const ONE: fc.Arbitrary<NewStateClass> = fc.record({
  fingerprint: fc.constantFrom("x", "y", "z"),
  level: fc.integer({ min: 0, max: 2 }),
  path: fc.array(fc.nat(2), { maxLength: 3 }),
  counts: fc
    .array(fc.tuple(fc.nat(3), fc.bigInt({ min: 1n, max: 9n })), { minLength: 1 })
    .map((pairs) => scenarioCounts(new Map(pairs))),
  longest: fc.record({ events: fc.nat(9), time: fc.nat(9) }),
});

/** A path leads to one state only. */
const FOUND = fc
  .array(ONE, { maxLength: 8 })
  .map((found) => found.map((each, index) => ({ ...each, path: [...each.path, index] })));

const filled = (found: readonly NewStateClass[]): Frontier => {
  const frontier = new Frontier();
  for (const each of found) frontier.add(each);
  return frontier;
};

const drained = (frontier: Frontier): unknown[] => {
  const levels: unknown[] = [];
  while (!frontier.isEmpty) {
    levels.push(
      frontier.takeLowest().map(({ path, counts, longest }) => {
        return { path, counts: pairsOf(counts), longest };
      }),
    );
  }
  return levels;
};

describe("a frontier", () => {
  it("is the same in whatever order it was filled", () => {
    fc.assert(
      fc.property(
        FOUND.chain((found) =>
          fc.tuple(fc.constant(found), fc.shuffledSubarray(found, { minLength: found.length })),
        ),
        ([found, shuffled]) => {
          expect(drained(filled(shuffled))).to.deep.equal(drained(filled(found)));
        },
      ),
    );
  });

  it("loses no scenario, and tells whether runs were there already", () => {
    fc.assert(
      fc.property(FOUND, (found) => {
        const frontier = new Frontier();
        const isNew = found.map((each) => frontier.add(each));
        const all = frontier.all();
        expect(isNew.filter(Boolean).length).to.equal(all.length);
        const sum = (classes: readonly NewStateClass[]): bigint =>
          classes.reduce((scenarios, { counts }) => scenarios + total(counts), 0n);
        expect(sum(all)).to.equal(sum(found));
      }),
    );
  });
});
