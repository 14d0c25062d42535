/** Canonical texts: equal exactly for states that are equal up to the names of ids. */
import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import fc from "fast-check";
import { canonicalText } from "../../lib/explore/canonical.js";
import { clone } from "../../lib/explore/clone.js";
import { plainStates } from "./plain-states.js";

/** Ids are `id0`, `id1`, ...; each stands for what is at its place. */
const contentOf =
  (contents: readonly unknown[]) =>
  (text: string): unknown =>
    text.startsWith("id") ? contents[Number(text.slice(2))] : undefined;

class Vote {
  readonly voter: string;

  constructor(voter: string) {
    this.voter = voter;
  }
}

class Timeout extends Vote {}

describe("canonical text", () => {
  it("is the same for a clone", () => {
    fc.assert(
      fc.property(plainStates, (state) => {
        expect(canonicalText(clone(state))).to.equal(canonicalText(state));
      }),
    );
  });

  it("differs where states differ", () => {
    fc.assert(
      fc.property(plainStates, plainStates, (one, other) => {
        fc.pre(!isDeepStrictEqual(one, other));
        expect(canonicalText(one)).to.not.equal(canonicalText(other));
      }),
      { numRuns: 1000 },
    );
  });

  const different: readonly (readonly [shows: string, one: unknown, other: unknown])[] = [
    ["a number and its digits", 1, "1"],
    ["nested and flat lists", [["a"], "b"], [["a", "b"]]],
    ["a list in a map's key", new Map([[["a"], 1]]), new Map<unknown, unknown>([["a", 1]])],
    [
      "the order of a map",
      new Map([
        ["a", 1],
        ["b", 1],
      ]),
      new Map([
        ["b", 1],
        ["a", 1],
      ]),
    ],
    ["a missing and an undefined field", {}, { round: undefined }],
    ["null and undefined", null, undefined],
    ["0 and -0", 0, -0],
    ["instances of two classes", new Vote("a"), new Timeout("a")],
    ["an instance and a plain object", new Vote("a"), { voter: "a" }],
  ];
  for (const [shows, one, other] of different) {
    it(`tells apart: ${shows}`, () => {
      expect(canonicalText(one)).to.not.equal(canonicalText(other));
    });
  }

  it("forgets the names of ids that stand for the same", () => {
    const one = canonicalText(["id0", "id1", "id0"], contentOf(["x", ["y", "id0"]]));
    const other = canonicalText(["id1", "id0", "id1"], contentOf([["y", "id1"], "x"]));
    expect(one).to.equal(other);
  });

  it("keeps which ids are the same", () => {
    const contents = contentOf(["x", "y", "x"]);
    expect(canonicalText(["id0", "id1"], contents)).to.not.equal(
      canonicalText(["id0", "id0"], contents),
    );
  });

  it("keeps what ids stand for, at any depth", () => {
    const one = canonicalText(
      "id0",
      contentOf([
        ["block", "id1"],
        ["block", 1],
      ]),
    );
    const other = canonicalText(
      "id0",
      contentOf([
        ["block", "id1"],
        ["block", 2],
      ]),
    );
    expect(one).to.not.equal(other);
  });

  it("refuses what is no plain state", () => {
    const circle: unknown[] = [];
    circle.push({ circle });
    expect(() => canonicalText(circle)).to.throw(TypeError, /in itself/);
    expect(() => canonicalText({ leader: () => "a" })).to.throw(TypeError, /function/);
  });
});
