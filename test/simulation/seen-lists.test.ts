/** Lists of numbers are remembered by content. */
import { expect } from "chai";
import fc from "fast-check";
import { SeenLists } from "../../lib/simulation/stalls/seen-lists.js";

const lists = fc.array(fc.array(fc.integer({ min: -1, max: 2 }), { maxLength: 4 }));

describe("SeenLists", () => {
  it("knows exactly the lists since the last reset, as a set of texts does", () => {
    fc.assert(
      fc.property(fc.array(lists), (runs) => {
        const seen = new SeenLists();
        for (const run of runs) {
          const known = new Set<string>();
          for (const numbers of run) {
            seen.begin();
            for (const value of numbers) seen.add(value);
            const text = numbers.join();
            const key = `${numbers.length}:${text}`;
            expect(seen.isSeen()).to.equal(known.has(key));
            known.add(key);
            expect(seen.size).to.equal(known.size);
          }
          seen.reset();
        }
      }),
    );
  });
});
