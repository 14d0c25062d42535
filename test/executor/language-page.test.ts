/** The page on the language of scenarios: its examples read, print and run as it says. */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { readConfig } from "../../executor/config/read-config.js";
import { checkExpectation } from "../../executor/config/expectation.js";
import { runCase } from "../../executor/run/run-case.js";
import { readGeneratorConfig } from "../../generator/config.js";
import { planGeneration } from "../../generator/generation.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { scenarioDecoder } from "../../lib/scenario/formats/decode.js";
import { describeProblem } from "../../lib/scenario/input/problem.js";
import { notationOf } from "../../lib/scenario/notation.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { protocols } from "../../lib/registry.js";
import { rosterWith } from "../scenario/arbitrary.js";

const PAGE = readFileSync(new URL("../../docs/scenario-language.md", import.meta.url), "utf8");

/** The contents of the fenced blocks with this information string. */
const blocks = (info: string): readonly string[] =>
  [...PAGE.matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)].flatMap(([, found, text = ""]) =>
    found === info ? [text] : [],
  );

/** The kinds of what the lines of a file are decoded to. */
function kindsIn(file: string): readonly string[] {
  const decoder = scenarioDecoder();
  const lines = file.trimEnd().split("\n");
  return [...lines.flatMap((line) => decoder.push(line)), ...decoder.end()].map(({ kind }) => kind);
}

const reader = scenarioReader(rosterWith(4, 1));

describe("docs/scenario-language.md", () => {
  it("shows one round in both forms", () => {
    const [json = ""] = blocks("json round");
    const [notation = ""] = blocks("text notation");
    const rounds = valueOf(reader.rounds([JSON.parse(json)]), "json");
    expect(valueOf(reader.rounds(notation), "notation")).to.deep.equal(rounds);
    expect(notationOf(rounds)).to.equal(notation.trim());
  });

  const configs = blocks("json executor-config");
  it("has examples", () => {
    expect(configs).to.have.length.above(4);
  });

  for (const text of configs) {
    const config = valueOf(readConfig(JSON.parse(text)), "page");
    it(`is right: ${config.description ?? ""}`, () => {
      const { work, run } = config;
      if (work.kind !== "cases") throw new Error("cases are expected");
      for (const each of work.cases) {
        const { result } = runCase(run, each);
        expect(checkExpectation(each.expectation, result), each.scenario.id).to.deep.equal({
          outcome: "met",
        });
      }
    });
  }

  it("counts the space that it shows", () => {
    const [text = ""] = blocks("json generator-config");
    const { space, selection } = planGeneration(valueOf(readGeneratorConfig(JSON.parse(text)), ""));
    expect(space.counts.roundConfigurations).to.equal(1_152_000n);
    expect(space.counts.scenarios).to.equal(1_152_000n ** 6n);
    expect(selection.count).to.equal(100n);
  });

  it("shows a file of version 2", () => {
    const [file = ""] = blocks("text scenario-file");
    expect(kindsIn(file)).to.deep.equal(["header", "scenario", "scenario"]);
    const older = kindsIn(file.replace('"version":2', '"version":1'));
    expect(older).to.deep.equal(["header", "problems", "problems"]);
  });

  for (const line of blocks("text refused").join("").trimEnd().split("\n")) {
    const [text = "", wrong = ""] = line.split(/ {2,}/);
    it(`tells what is wrong with ${text}`, () => {
      const read = reader.rounds(text);
      const problems = read.ok ? [] : read.problems.map((problem) => describeProblem(problem));
      expect(problems.map((problem) => problem.split(";")[0])).to.deep.equal([
        `rounds[0].${wrong}`,
      ]);
    });
  }

  it("names all words of the built-in protocols", () => {
    for (const [name, module] of protocols) {
      const row = PAGE.split("\n").find(
        (line) => line.startsWith("|") && line.includes(`\`${name}\``),
      );
      for (const { type, phase } of module.create([]).messageTypes) {
        expect(row, name).to.include(`\`${type}\``);
        if (phase !== undefined) expect(row, name).to.include(`\`${phase}\``);
      }
    }
  });
});
