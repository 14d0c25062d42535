import { expect } from "chai";
import fc from "fast-check";
import { parseJson } from "../../lib/scenario/json-text.js";

/** A broken text, the line and column where it breaks, and what could stand there. */
const BROKEN: readonly (readonly [string, number, number, string])[] = [
  ["", 1, 1, "a value"],
  ['{\n  "a": 1,\n  b: 2\n}', 3, 3, "a name in double quotes"],
  ['{ "a": 1,\n}', 2, 1, "a name in double quotes"],
  ['{"a" 1}', 1, 6, "a colon"],
  ['{"a": }', 1, 7, "a value"],
  ['{"a": 1 "b": 2}', 1, 9, "a comma or }"],
  ["[1 2]", 1, 4, "a comma or ]"],
  ["[1,]", 1, 4, "a value"],
  ["[", 1, 2, "a value or ]"],
  ["{'a': 1}", 1, 2, "a name in double quotes or }"],
  ["[1]]", 1, 4, "the end"],
  ["{} // all", 1, 4, "the end"],
  ["nul", 1, 1, "a value"],
  ["01", 1, 2, "the end"],
  ['"abc', 1, 5, "the rest of a string"],
  ['["a\nb"]', 1, 4, "the rest of a string"],
  ['"\\x"', 1, 2, "the rest of a string"],
];

describe("the syntax of JSON texts", () => {
  for (const [text, line, column, allowed] of BROKEN) {
    it(`${JSON.stringify(text)} breaks off at ${line}:${column}`, () => {
      const read = parseJson(text);
      expect(read.ok).to.equal(false);
      if (!read.ok) expect(read.problems[0]).to.include({ line, column, allowed });
    });
  }

  it("is told for any text that JSON.parse refuses, however it is broken (law)", () => {
    const pieces = fc.constantFrom(
      ...["{", "}", "[", "]", ":", ",", '"', "\\"],
      "true",
      "null",
      "1",
      "-",
      "1e5",
      "\n",
      "é",
      '"a"',
    );
    const broken = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(broken, fc.json(), fc.string()), (text) => {
        const read = parseJson(text);
        if (read.ok) expect(read.value).to.deep.equal(JSON.parse(text));
        else expect(read.problems[0]).to.have.keys("path", "wrong", "allowed", "line", "column");
      }),
      { numRuns: 1000 },
    );
  });

  it("bears any depth and any length", () => {
    const read = parseJson("[".repeat(1_000_000));
    if (!read.ok) expect(read.problems[0]).to.include({ column: 1_000_001 });
    expect(read.ok).to.equal(false);
    expect(parseJson(`"${"x".repeat(10_000_000)}`).ok).to.equal(false);
  });
});
