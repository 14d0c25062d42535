/** Comparing plain data agrees with comparing its texts. */
import { expect } from "chai";
import fc from "fast-check";
import { canonicalText } from "../../lib/explore/canonical.js";
import { clone } from "../../lib/explore/clone.js";
import { isSamePlain } from "../../lib/explore/same-plain.js";

/** Few different leaves, so that equal values are met often. */
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(0, -0, 1, NaN, "", "a", null, undefined, true),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b"), tie("value"), { maxKeys: 2, noNullPrototype: true }),
    fc.array(tie("value"), { maxLength: 1 }).map((items) => new Set(items)),
    fc.array(tie("value"), { maxLength: 1 }).map((items) => new Map(items.entries())),
  ),
})).value;

describe("isSamePlain", () => {
  it("holds exactly where the texts are equal", () => {
    let equal = 0;
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        const isSame = canonicalText(one) === canonicalText(other);
        if (isSame) equal++;
        expect(isSamePlain(one, other)).to.equal(isSame);
        expect(isSamePlain(one, clone(one))).to.equal(true);
      }),
      { numRuns: 1000 },
    );
    expect(equal).to.be.greaterThan(0);
  });

  it("reads the fields of an object in their order, as the texts do", () => {
    expect(isSamePlain({ a: 1, b: 2 }, { b: 2, a: 1 })).to.equal(false);
  });
});
