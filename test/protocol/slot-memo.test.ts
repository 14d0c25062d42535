/** A memo that keeps what was established in the values. */
import { expect } from "chai";
import { canonicalText } from "../../lib/explore/canonical.js";
import { MemoSlot, SlotMemo } from "../../lib/protocol/memos/slot-memo.js";

class Value {
  readonly content = 1;
  readonly #slot = new MemoSlot();

  get memoSlot(): MemoSlot {
    return this.#slot;
  }
}

describe("SlotMemo", () => {
  it("remembers of slots, those of frozen values too, and of any other object", () => {
    const memo = new SlotMemo();
    const slots = [new Value().memoSlot, Object.freeze(new Value()).memoSlot];
    for (const value of [...slots, Object.freeze(new MemoSlot()), {}, []]) {
      expect(memo.get(value)).to.equal(undefined);
      memo.set(value, "known");
      expect(memo.get(value)).to.equal("known");
    }
  });

  it("never answers with what another memo established", () => {
    const [one, other] = [new SlotMemo(), new SlotMemo()];
    const { memoSlot } = new Value();
    one.set(memoSlot, "by one");
    expect(other.get(memoSlot)).to.equal(undefined);
  });

  it("takes a copy of a slot's fields for another object", () => {
    const memo = new SlotMemo();
    const slot = new MemoSlot();
    const copy = Object.assign(Object.create(MemoSlot.prototype) as MemoSlot, slot);
    memo.set(slot, "known");
    expect(memo.get(copy)).to.equal(undefined);
    memo.set(copy, "of the copy");
    expect(memo.get(copy)).to.equal("of the copy");
  });

  it("leaves no trace in what is written of a value", () => {
    const value = new Value();
    const before = canonicalText(value);
    new SlotMemo().set(value.memoSlot, "known");
    expect(canonicalText(value)).to.equal(before);
  });
});
