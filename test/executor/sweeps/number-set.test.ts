/** The compact set of numbers against the built-in one. */
import { expect } from "chai";
import fc from "fast-check";
import { NumberSet } from "../../../executor/sources/number-set.js";

describe("a compact set of numbers", () => {
  it("says of every number whether it is new, as a Set does (law)", () => {
    const numbers = fc.oneof(fc.nat(20), fc.nat(Number.MAX_SAFE_INTEGER), fc.nat(5000));
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 3000, size: "max" }), (added) => {
        const [compact, builtIn] = [new NumberSet(), new Set<number>()];
        for (const number of added) {
          expect(compact.add(number)).to.equal(!builtIn.has(number));
          builtIn.add(number);
        }
        expect(compact.size).to.equal(builtIn.size);
      }),
    );
  });
});
