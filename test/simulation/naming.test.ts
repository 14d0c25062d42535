/** Names of messages are equal exactly for equal content. */
import { expect } from "chai";
import fc from "fast-check";
import { Naming } from "../../lib/simulation/naming.js";

/** Content that occurs again and again. */
const CONTENT = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, 0, 1, "", "0", "1,2", '"', "a:1"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "a:1", '"'), tie("value"), { maxKeys: 2 }),
  ),
})).value;

const copyOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("the names of messages", () => {
  it("are equal for equal content and for no other (law)", () => {
    const naming = new Naming();
    fc.assert(
      fc.property(CONTENT, CONTENT, (one, other) => {
        expect(naming.of(copyOf(one))).to.equal(naming.of(one));
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(naming.of(one) === naming.of(other)).to.equal(same);
      }),
      { numRuns: 2000 },
    );
  });

  it("cost what is new of a message: its old parts are not looked at", () => {
    let looks = 0;
    const part = {
      get content() {
        looks += 1;
        return "long";
      },
    };
    const naming = new Naming();
    for (let length = 1; length <= 100; length++) naming.of(Array(length).fill(part));
    expect(looks).to.equal(1);
  });
});
