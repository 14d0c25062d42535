/** A memo that keeps what was established in the values. */
import { expect } from "chai";
import { canonicalText } from "../../lib/explore/canonical.js";
import { MemoSlot, SlotMemo } from "../../lib/protocol/memos/slot-memo.js";

class Value extends MemoSlot {
  readonly content = 1;
}

describe("SlotMemo", () => {
  it("remembers of values with a slot, frozen ones too, and of any other object", () => {
    const memo = new SlotMemo();
    for (const value of [new Value(), Object.freeze(new Value()), {}, []]) {
      expect(memo.get(value)).to.equal(undefined);
      memo.set(value, "known");
      expect(memo.get(value)).to.equal("known");
    }
  });

  it("never answers with what another memo established", () => {
    const [one, other] = [new SlotMemo(), new SlotMemo()];
    const value = new Value();
    one.set(value, "by one");
    expect(other.get(value)).to.equal(undefined);
  });

  it("takes a copy of a value's fields for another object", () => {
    const memo = new SlotMemo();
    const value = new Value();
    const copy = Object.assign(Object.create(Value.prototype) as Value, value);
    memo.set(value, "known");
    expect(memo.get(copy)).to.equal(undefined);
    memo.set(copy, "of the copy");
    expect(memo.get(copy)).to.equal("of the copy");
  });

  it("leaves no trace in what is written of a value", () => {
    const value = new Value();
    const before = canonicalText(value);
    new SlotMemo().set(value, "known");
    expect(canonicalText(value)).to.equal(before);
  });
});
