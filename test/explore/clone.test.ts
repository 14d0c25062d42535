/** Copies of plain state: equal to the original, and independent of it. */
import { deepStrictEqual } from "node:assert";
import { expect } from "chai";
import fc from "fast-check";
import { clone } from "../../lib/explore/clone.js";
import { plainStates } from "./plain-states.js";

class Certificate {
  readonly signers = ["a", "b"];
}

describe("a clone of plain state", () => {
  it("is equal to the original", () => {
    fc.assert(
      fc.property(plainStates, (state) => {
        deepStrictEqual(clone(state), state);
      }),
    );
  });

  it("does not change when every container of the original does", () => {
    fc.assert(
      fc.property(plainStates, (state) => {
        const copy = clone(state);
        const before = structuredClone(copy);
        disturb(state);
        deepStrictEqual(copy, before);
      }),
    );
  });

  it("shares what never changes: frozen values, and instances of classes", () => {
    const certificate = new Certificate();
    const link = Object.freeze({ round: 1 });
    const list = Object.freeze(["x"]);
    const copy = clone({ certificate, link, list, all: [certificate] });
    expect(copy.certificate).to.equal(certificate);
    expect(copy.link).to.equal(link);
    expect(copy.list).to.equal(list);
    expect(copy.all[0]).to.equal(certificate);
  });
});

/** Changes each container of a state, at any depth. */
function disturb(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (value instanceof Map) {
    for (const each of value.values()) disturb(each);
    value.set("disturbed", 1);
  } else if (value instanceof Set) {
    for (const each of value) disturb(each);
    value.add("disturbed");
  } else if (Array.isArray(value)) {
    for (const each of value) disturb(each);
    value.push("disturbed");
  } else {
    for (const each of Object.values(value)) disturb(each);
    Object.assign(value, { disturbed: 1 });
  }
}
