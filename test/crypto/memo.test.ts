/** The bounded cache gives computed answers and keeps its capacity. */
import { expect } from "chai";
import fc from "fast-check";
import { BoundedMemo } from "../../lib/crypto/memo.js";

const keys = fc.array(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 200 });

describe("BoundedMemo", () => {
  it("gives the computed answer, whatever was asked before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), keys, (capacity, asked) => {
        const memo = new BoundedMemo<string>(capacity);
        for (const key of asked) {
          expect(memo.getOrCompute(key, () => `of ${key}`)).to.equal(`of ${key}`);
        }
      }),
    );
  });

  it("never holds more than its capacity", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), keys, (capacity, asked) => {
        const memo = new BoundedMemo<string>(capacity);
        for (const key of asked) {
          memo.getOrCompute(key, () => key);
          expect(memo.size).to.be.at.most(capacity);
        }
      }),
    );
  });

  it("computes once what it still holds, false included", () => {
    const memo = new BoundedMemo<boolean>(4);
    let computed = 0;
    const ask = (): boolean =>
      memo.getOrCompute("key", () => {
        computed++;
        return false;
      });
    expect([ask(), ask(), ask()]).to.deep.equal([false, false, false]);
    expect(computed).to.equal(1);
  });

  it("holds the newest half of its capacity at least", () => {
    const memo = new BoundedMemo<number>(8);
    for (let i = 0; i < 100; i++) memo.getOrCompute(String(i), () => i);
    for (let i = 96; i < 100; i++) {
      expect(memo.getOrCompute(String(i), () => -1)).to.equal(i);
    }
  });
});
