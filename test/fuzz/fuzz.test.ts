/** A short fuzz run over all parsers, as a part of the tests. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { InputError } from "../../lib/scenario/input/problem.js";
import { fuzz } from "./fuzz.js";
import type { Parser } from "./fuzz.js";
import { parsersIn } from "./parsers.js";

/** `npm run fuzz` tries many more. */
const INPUTS = 40;

describe("whatever comes from outside", () => {
  let folder: string;
  let parsers: readonly Parser[];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "twins-fuzz-"));
    parsers = await parsersIn(folder);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("is read as it is written", async () => {
    for (const { samples, parse } of parsers) {
      for (const sample of samples) await parse(sample.trim() === "" ? sample : sample.trimEnd());
    }
  });

  it("is read or refused in words, whatever is changed in it", async () => {
    expect(await fuzz(parsers, "test", INPUTS)).to.deep.equal([]);
  });
});

const problem = { path: "", wrong: "is wrong" };
/** Parsers with a mistake that the fuzz run has to find. */
const FAULTY: readonly (readonly [shows: string, parse: Parser["parse"], wrong: RegExp])[] = [
  ["throws anything else", (text) => JSON.parse(text) as unknown, /^threw SyntaxError/],
  ["refuses without a problem", () => ({ ok: false, problems: [] }), /without a problem/],
  ["gathers problems without end", () => refuse(Array(2000).fill(problem)), /2000 problems/],
  [
    "quotes without end",
    () => refuse([{ ...problem, wrong: "x".repeat(200_000) }]),
    /a message of 2000\d\d characters/,
  ],
];

function refuse(problems: InputError["problems"]): never {
  throw new InputError(problems);
}

describe("a fuzz run", () => {
  for (const [shows, parse, wrong] of FAULTY) {
    it(`finds a parser that ${shows}`, async () => {
      const findings = await fuzz([{ name: "faulty", samples: ['{"a":[1]}'], parse }], "x", 50);
      expect(findings[0]?.wrong).to.match(wrong);
    });
  }

  it("is the same for the same seed", async () => {
    const seen: string[][] = [[], []];
    for (const texts of seen) {
      const parse = (text: string) => texts.push(text);
      await fuzz([{ name: "any", samples: ['{"a":[1]}'], parse }], "x", 50);
    }
    expect(seen[0]).to.deep.equal(seen[1]);
    expect(new Set(seen[0]).size).to.be.greaterThan(30);
  });
});
