/** What may not be an output, all told at once and before anything has changed. */
import { execFileSync } from "node:child_process";
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { claimOutputs } from "../../../io/outputs/claim.js";
import { planOutputs } from "../../../io/outputs/plan.js";
import type { OutputRequest } from "../../../io/outputs/plan.js";
import { describeProblem } from "../../../lib/scenario/input/problem.js";

type Kind = OutputRequest["kind"];

describe("outputs that are planned", () => {
  let folder: string;
  const at = (name: string): string =>
    name.startsWith("/") || name === "" ? name : join(folder, name);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "twins-plan-"));
    writeFileSync(at("input"), "{}");
    writeFileSync(at("empty"), "");
    mkdirSync(at("folder"));
    symlinkSync(at("input"), at("link"));
    linkSync(at("input"), at("second-name"));
    symlinkSync(at("nothing/yet"), at("dangling"));
    symlinkSync(at("circle"), at("circle"));
    symlinkSync("/dev/null", at("null-link"));
    symlinkSync(folder, at("here"));
    execFileSync("mkfifo", [at("pipe"), at("folder/run.json")]);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** What is wrong, without the folder of the test. */
  function problems(
    outputs: readonly (readonly [option: string, path: string, kind: Kind])[],
    inputs: readonly string[] = [],
  ): readonly string[] {
    const requests = outputs.map(([option, path, kind]) => ({ option, path: at(path), kind }));
    const plan = planOutputs(requests, inputs.map(at));
    return plan.problems.map((each) => describeProblem(each).replaceAll(`${folder}/`, ""));
  }

  const GOOD: readonly (readonly [Kind, string])[] = [
    ["whole", "new/file"],
    ["whole", "input"],
    ["whole", "dangling"],
    ["whole", "pipe"],
    ["whole", "/dev/null"],
    ["whole", "null-link"],
    ["whole", "/dev/full"],
    ["growing", "/dev/null"],
    ["growing", "null-link"],
    ["growing", "empty"],
    ["snapshot", "input"],
    ["folder", "folder"],
    ["folder", "new/folder"],
  ];
  for (const [kind, path] of GOOD) {
    it(`may be: ${path}, ${kind}`, () => {
      expect(problems([["--out", path, kind]])).to.deep.equal([]);
    });
  }

  const BAD: readonly (readonly [Kind, string, string])[] = [
    ["whole", "", "--out is empty; allowed: the name of a file"],
    ["whole", "folder", '--out is "folder", a folder; allowed: a file'],
    ["whole", "new/", '--out is "new/", a folder; allowed: a file'],
    ["whole", "circle", '--out is "circle", which is a link that leads to itself; '],
    ["whole", "input/x", '--out is "input/x", which '],
    ["whole", "pipe/x", '--out is "pipe/x", which '],
    ["growing", "pipe", '--out is "pipe", a pipe; allowed: a file, which a later run can read'],
    ["growing", "/dev/stdout", '--out is "/dev/stdout", an open file of this command; '],
    ["snapshot", "pipe", '--out is "pipe", a pipe; '],
    ["snapshot", "null-link", '--out is "null-link", a device; '],
    ["snapshot", "empty", '--out is "empty", which is empty, and so no checkpoint; '],
    ["folder", "input", '--out is "input", a file; allowed: a folder'],
  ];
  for (const [kind, path, problem] of BAD) {
    it(`may not be: ${path || "nothing"}, ${kind}`, () => {
      const found = problems([["--out", path, kind]]);
      expect(found).to.have.lengthOf(1);
      expect(found[0]).to.include(problem);
    });
  }

  for (const path of ["input", "link", "second-name", "here/input", "folder/../input"]) {
    it(`may not be what the command reads: ${path}`, () => {
      const [found] = problems([["--out", path, "whole"]], ["input"]);
      expect(found).to.match(/^--out is ".*", which this command reads; allowed: another file$/);
    });
  }

  it("may not be one file twice, by whatever name, unless it keeps nothing", () => {
    const twice = (a: string, b: string): readonly string[] =>
      problems([
        ["--out", a, "growing"],
        ["--junit", b, "whole"],
      ]);
    const told = (b: string): string => `--junit is "${b}", as is --out; allowed: another file`;
    expect(twice("new/file", "here/new/file")).to.deep.equal([told("here/new/file")]);
    expect(twice("input", "second-name")).to.deep.equal([told("second-name")]);
    expect(twice("nothing/yet", "dangling")).to.deep.equal([told("dangling")]);
    expect(twice("/dev/null", "null-link")).to.deep.equal([]);
  });

  it("are looked at inside folders, too", () => {
    const files = ["run.json", "answers.jsonl"];
    const request = { option: "--out", path: at("folder"), kind: "folder", files } as const;
    const { problems: found } = planOutputs([request], [at("folder/answers.jsonl")]);
    expect(found.map((each) => describeProblem(each))).to.deep.equal([
      "--out holds run.json, a pipe; allowed: another folder",
      `--out is ${JSON.stringify(at("folder/answers.jsonl"))}, which this command reads; allowed: another file`,
    ]);
  });

  it("are all told of at once, with what else is wrong, and nothing has changed", async () => {
    const before = readdirSync(folder);
    const refusal = await claimOutputs(
      [
        { option: "--out", path: at("made/r.jsonl"), kind: "growing" },
        { option: "--junit", path: at("folder"), kind: "whole" },
        { option: "--trace-out", path: "-", kind: "whole" },
      ],
      [],
      [{ path: "--limit", wrong: "has no meaning here" }],
    ).catch((error: unknown) => error);
    expect(String(refusal).replaceAll(`${folder}/`, "")).to.equal(
      "InputError: --limit has no meaning here\n" +
        '--junit is "folder", a folder; allowed: a file\n' +
        '--trace-out is "-", standard output; allowed: a file',
    );
    expect(readdirSync(folder)).to.deep.equal(before);
  });

  it("leave no folder behind if another one cannot be had", async () => {
    const release = await claimOutputs([{ option: "--out", path: at("r"), kind: "growing" }], []);
    const refusal = await claimOutputs(
      [
        { option: "--junit", path: at("a/b/junit.xml"), kind: "whole" },
        { option: "--out", path: at("r"), kind: "growing" },
      ],
      [],
    ).catch((error: unknown) => error);
    release();
    expect(String(refusal)).to.include("is writing");
    expect(readdirSync(folder)).to.not.include("a");
  });
});
