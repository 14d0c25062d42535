/** Lists of problems are capped, and inputs limited. */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { readConfig } from "../../executor/config/read-config.js";
import * as LIMITS from "../../lib/scenario/input/limits.js";
import {
  DEEPEST_NESTING,
  LONGEST_NOTATION,
  MOST_GATHERED,
  MOST_SHOWN,
} from "../../lib/scenario/input/limits.js";
import { scenarioDecoder } from "../../lib/scenario/formats/decode.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import type { Problem, Read } from "../../lib/scenario/input/problem.js";
import { Problems, problemsIn } from "../../lib/scenario/input/problems.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { rosterWith } from "./arbitrary.js";

const numbered = (count: number): readonly Problem[] =>
  Array.from({ length: count }, (_, index) => ({ path: `a[${index}]`, wrong: "is wrong" }));

const problemsOf = (read: Read<unknown>): readonly Problem[] => (read.ok ? [] : read.problems);

describe("problems", () => {
  it("are gathered once each, up to a limit", () => {
    const problems = new Problems();
    problems.addAll([...numbered(3), ...numbered(4)]);
    expect(problems.list).to.deep.equal(numbered(4));
    expect(problems.isFull).to.equal(false);
    problems.addAll(numbered(MOST_GATHERED + 5));
    expect(problems.list).to.have.length(MOST_GATHERED);
    expect(problems.isFull).to.equal(true);
  });

  it("are not looked for when there are enough", () => {
    let looked = 0;
    const found = problemsIn(numbered(1_000_000), (problem) => {
      looked += 1;
      return [problem];
    });
    expect(found).to.have.length(MOST_GATHERED);
    expect(looked).to.equal(MOST_GATHERED);
  });

  it("are shown up to a limit, and the others counted", () => {
    const lines = (count: number) => new InputError(numbered(count)).message.split("\n");
    expect(lines(MOST_SHOWN)).to.have.length(MOST_SHOWN);
    expect(lines(MOST_SHOWN + 7).slice(MOST_SHOWN)).to.deep.equal(["and 7 more"]);
    expect(lines(MOST_GATHERED).at(-1)).to.equal(`and at least ${MOST_GATHERED - MOST_SHOWN} more`);
  });

  it("are shown on one line each, whatever they quote", () => {
    const wrong = "is \u001b[2J\u009b\u202e\n::error::";
    const { message } = new InputError([{ path: "\r", wrong }], "a\nb");
    expect(message).to.equal(String.raw`a\nb: \r is \u001b[2J\u009b\u202e\n::error::`);
  });
});

describe("much that is wrong", () => {
  const reader = scenarioReader(rosterWith(4, 1));

  it("in a scenario on one line is refused up to the limit", () => {
    expect(problemsOf(reader.rounds("a: | ".repeat(100_000)))).to.have.length(MOST_GATHERED);
    const [problem] = problemsOf(reader.rounds("a".repeat(LONGEST_NOTATION + 1)));
    expect(problem?.allowed).to.match(/as a list of rounds/);
  });

  it("in a config is refused up to the limit, each mistake once", () => {
    const drops = Array(40_000).fill({ from: "x", to: "y", type: "z" }) as unknown[];
    const round = { leader: "a", partition: [["a", "b", "c", "d"]], drops };
    const config = { replicas: 4, cases: [{ name: "n", rounds: [round] }] };
    expect(problemsOf(readConfig(config))).to.have.length(MOST_GATHERED);
    const faulty = { replicas: 4, faulty: 9, cases: Array(9000).fill({ name: "n", rounds: [] }) };
    const paths = problemsOf(readConfig(faulty)).map(({ path, wrong }) => `${path} ${wrong}`);
    expect(new Set(paths).size).to.equal(paths.length);
  });

  it("in a header nested too deep is refused before anything else sees it", () => {
    const deep = "[".repeat(DEEPEST_NESTING) + "]".repeat(DEEPEST_NESTING);
    const line = `{"format":"twins-scenarios","version":1,"replicas":4,"space":{"a":${deep}}}`;
    const decoder = scenarioDecoder();
    const [decoded] = [...decoder.push(line), ...decoder.end()];
    expect(decoded?.kind === "problems" && decoded.problems[0]?.wrong).to.match(/nested too deep/);
  });
});

describe("the page of limits", () => {
  it("lists all of them, in their order, with their values", () => {
    const page = readFileSync(new URL("../../docs/limits.md", import.meta.url), "utf8");
    const cells = page.split("\n").map((line) => line.split("|")[2]?.trim() ?? "");
    const source = readFileSync(
      new URL("../../lib/scenario/input/limits.ts", import.meta.url),
      "utf8",
    );
    const names = [...source.matchAll(/^export const (\w+)/gm)].map(([, name]) => name ?? "");
    const values = new Map<string, number>(Object.entries(LIMITS));
    expect(cells.filter((cell) => /^\d+$/.test(cell)).map(Number)).to.deep.equal(
      names.map((name) => values.get(name)),
    );
  });
});
