/** JSON texts: how broken ones are described, and names that come twice. */
import { expect } from "chai";
import fc from "fast-check";
import { parseJson } from "../../lib/scenario/input/json-text.js";
import { DEEPEST_NESTING } from "../../lib/scenario/input/limits.js";
import { describeProblem } from "../../lib/scenario/input/problem.js";

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

/** Whether an object of a text has a name twice: written out anew, the text has fewer. */
function isRepetitive(text: string): boolean {
  try {
    const names = (each: string): number => each.match(/"\s*:/g)?.length ?? 0;
    const value: unknown = JSON.parse(text);
    return names(text) > names(JSON.stringify(value));
  } catch {
    return false;
  }
}

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
        if (isRepetitive(text)) expect(read.ok).to.equal(false);
        else if (read.ok) expect(read.value).to.deep.equal(JSON.parse(text));
        else expect(read.problems[0]).to.have.keys("path", "wrong", "allowed", "line", "column");
      }),
      { numRuns: 1000 },
    );
  });

  it("is read up to a depth and a number of values, and no further", () => {
    const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
    expect(parseJson(nested(DEEPEST_NESTING)).ok).to.equal(true);
    expect(wrongIn(nested(DEEPEST_NESTING + 1))).to.match(/^1:65: has lists .* nested too deep/);
    expect(wrongIn("[".repeat(10_000_000))).to.match(/^1:65: has lists .* nested too deep/);
    expect(wrongIn(`{"a":${"[".repeat(1000)}`)).to.match(/^1:69: /);
    const inStrings = JSON.stringify(["[".repeat(1000), `\\"${"[".repeat(1000)}`]);
    expect(parseJson(inStrings).ok).to.equal(true);
    expect(parseJson("[1,2]", 3).ok).to.equal(true);
    expect(wrongIn("[1,2,3]", 3)).to.match(/too many values; allowed: at most 3/);
  });

  it("may be broken at any length", () => {
    expect(wrongIn(`"${"x".repeat(10_000_000)}`)).to.match(/the text breaks off/);
    expect(wrongIn("\n".repeat(10_000_000))).to.match(/^10000001:1: /);
  });

  const HALVES = [
    { text: String.raw`"\ud800"`, path: "" },
    { text: String.raw`{"a":["b",{"c":"x\uDFFFy"}]}`, path: "a[1].c " },
    { text: String.raw`{"a":{"\udabc":1}}`, path: String.raw`a["\udabc"] ` },
  ];
  for (const { text, path } of HALVES) {
    it(`may not hold half of a surrogate pair: ${text}`, () => {
      const allowed = "has half of a surrogate pair; allowed: well-formed Unicode";
      expect(wrongIn(text)).to.equal(`${path}${allowed}`);
    });
  }

  it("may hold whole surrogate pairs, escaped or not", () => {
    const read = parseJson(String.raw`["\ud83d\ude00", "😀", "\\ud800"]`);
    expect(read.ok && read.value).to.deep.equal(["😀", "😀", "\\ud800"]);
  });

  const repetitive: readonly (readonly [string, readonly (readonly [string, number, number])[]])[] =
    [
      ['{"a":1,"a":2}', [["a", 1, 8]]],
      [
        '{"a":1,"b":[{"c":1},\n{"c":1,"c":2}],"a":3}',
        [
          ["b[1].c", 2, 8],
          ["a", 2, 16],
        ],
      ],
      ['{"a":"a:","b" :"\\"","a" : 0}', [["a", 1, 21]]],
      ['[{"a":[],"\\u0061":{}}]', [["[0].a", 1, 10]]],
      ['{"__proto__":1,"__proto__":2}', [["__proto__", 1, 16]]],
      ['[[1,{"x":{"y":1}}],[{"x":{"y":{},"y":1}}]]', [["[1][0].x.y", 1, 34]]],
    ];
  for (const [text, places] of repetitive) {
    it(`tells every name that comes twice in ${JSON.stringify(text)}`, () => {
      const read = parseJson(text);
      expect(read.ok ? [] : read.problems).to.deep.equal(
        places.map(([path, line, column]) => ({
          ...{ path, wrong: "is there twice", allowed: "every key once", line, column },
        })),
      );
    });
  }

  it("is fine when names come again in other objects, or as values", () => {
    for (const text of [
      '{"a":{"a":1},"b":["a","a"]}',
      '[{"a":1},{"a":1}]',
      '{"a":"a","b":"\\\\"}',
    ]) {
      expect(parseJson(text).ok, text).to.equal(true);
    }
  });

  it("is told of long strings and of many names", () => {
    const names = Array.from({ length: 50_000 }, (_, index) => `"a${index}":"\\\\\\""`);
    expect(parseJson(`{${names.join()}}`).ok).to.equal(true);
    const read = parseJson(`{${[...names, ...names].join()}}`);
    expect(read.ok ? 0 : read.problems.length).to.equal(20);
    expect(parseJson(JSON.stringify({ x: "\\".repeat(5_000_000) })).ok).to.equal(true);
  });
});

function wrongIn(text: string, most?: number): string {
  const read = parseJson(text, most);
  const [problem] = read.ok ? [] : read.problems;
  return problem === undefined ? "nothing" : describeProblem(problem);
}
