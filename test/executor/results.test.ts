/** Results files: format, digests and resuming. */
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect } from "chai";
import fc from "fast-check";
import { scenarioEncoder } from "../../lib/scenario/formats/encode.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "../../lib/scenario/model.js";
import { replicaNames, rosterOf } from "../../lib/scenario/roster.js";
import { anyScenario } from "./scenarios.js";
import { run, temporaryFolder } from "./session.js";

const names = replicaNames(4);
const roster = rosterOf(names, names.slice(0, 1));
const COUNT = 30;

/** A file of different scenarios, of which some violate something under `small_quorum`. */
function scenarioFile(): string {
  const header = {
    roster,
    semantics: DEFAULT_SEMANTICS,
    stabilization: { ...DEFAULT_STABILIZATION, rounds: 4 },
  };
  const encoder = scenarioEncoder("json", header);
  const scenarios = fc.sample(anyScenario(roster, 4), { numRuns: COUNT, seed: 7 });
  const lines = scenarios.map((each, index) => encoder.scenario({ ...each, id: `s${index}` }));
  return encoder.opening + lines.join(encoder.separator) + encoder.closing;
}

/** A scenario as a file has it. */
interface Edited {
  readonly id: string;
  rounds: unknown[];
}

describe("results files", () => {
  const inFolder = temporaryFolder();
  const bug = ["small_quorum"];
  let scenarios: string;
  let whole: string;

  before(async () => {
    scenarios = inFolder("scenarios.json");
    writeFileSync(scenarios, scenarioFile());
    await run(scenarios, { bug, out: inFolder("whole.jsonl") });
    whole = readFileSync(inFolder("whole.jsonl"), "utf8");
  });

  it("have a header, a line for each scenario in order, and a summary", () => {
    const lines = whole
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(lines).to.have.lengthOf(COUNT + 2);
    expect(lines[0]).to.include({ format: "twins-results", version: 2, tool: "1.2.3" });
    expect(lines.slice(1, -1).map((line) => Reflect.get(line, "id") as unknown)).to.deep.equal(
      Array.from({ length: COUNT }, (_, index) => `s${index}`),
    );
    expect(lines.at(-1)).to.include({ scenarios: COUNT, inconclusive: 0 });
  });

  it("have the digest of the transcript for every failure, which a replay gives again", async () => {
    const failures = whole
      .split("\n")
      .filter((line) => line.includes('"verdict":"violated"'))
      .map((line) => JSON.parse(line) as { id: string; digest: string });
    expect(failures).to.not.have.lengthOf(0);
    for (const { id, digest } of failures) {
      const { printed } = await run(scenarios, { bug, scenario: id });
      expect(printed.join("\n")).to.include(`digest    ${digest}`);
    }
  });

  it("go on wherever an interruption left them, and come out the same", async () => {
    const cuts = fc.sample(fc.nat(whole.length), { numRuns: 15, seed: 3 });
    const lineEnds = [whole.indexOf("\n") + 1, whole.length - 1, whole.length];
    for (const cut of [0, 1, whole.indexOf("\n") - 1, ...lineEnds, ...cuts]) {
      const out = inFolder("cut.jsonl");
      writeFileSync(out, whole.slice(0, cut));
      await run(scenarios, { bug, out });
      expect(readFileSync(out, "utf8"), `cut at ${cut}`).to.equal(whole);
    }
  });

  it("are compressed by their name, and go on wherever they are torn", async () => {
    const out = inFolder("results.jsonl.gz");
    for (const limit of [10, 20, COUNT]) await run(scenarios, { bug, out, limit });
    const complete = readFileSync(out);
    expect(gunzipSync(complete).toString()).to.equal(whole);
    const cuts = fc.sample(fc.nat(complete.length), { numRuns: 10, seed: 3 });
    for (const cut of [0, 5, ...cuts]) {
      writeFileSync(out, complete.subarray(0, cut));
      await run(scenarios, { bug, out });
      expect(gunzipSync(readFileSync(out)).toString(), `cut at ${cut}`).to.equal(whole);
    }
  });

  it("that are compressed are not given up for those of another run", async () => {
    const out = inFolder("results.jsonl.gz");
    for (const text of [gzipSync(whole), Buffer.from("notes\n")]) {
      writeFileSync(out, text);
      const refusal = await run(scenarios, { out }).catch((error: unknown) => error);
      expect(String(refusal)).to.match(/has the results of another run|cannot be read: not gzip/);
      expect(readFileSync(out)).to.deep.equal(text);
    }
  });

  it("take further scenarios when the limit is raised", async () => {
    const out = inFolder("limited.jsonl");
    await run(scenarios, { bug, out, limit: 10 });
    expect(readFileSync(out, "utf8").trimEnd().split("\n")).to.have.lengthOf(12);
    await run(scenarios, { bug, out });
    expect(readFileSync(out, "utf8")).to.equal(whole);
  });

  it("of more scenarios than are run are left alone", async () => {
    const out = inFolder("more.jsonl");
    writeFileSync(out, whole);
    const refusal = await run(scenarios, { bug, out, limit: 10 }).catch((error: unknown) => error);
    expect(String(refusal)).to.include("has results of more than the 10 scenarios of this run");
    expect(readFileSync(out, "utf8")).to.equal(whole);
  });

  it("are never taken for those of a file that was edited, whichever scenario it was", async () => {
    const document = JSON.parse(readFileSync(scenarios, "utf8")) as { scenarios: Edited[] };
    const edited = inFolder("edited.json");
    const out = inFolder("before.jsonl");
    writeFileSync(out, whole);
    for (const each of document.scenarios) {
      const { rounds } = each;
      each.rounds = [...rounds, ...rounds.slice(0, 1)];
      writeFileSync(edited, JSON.stringify(document));
      each.rounds = rounds;
      const refusal = await run(edited, { bug, out }).catch((error: unknown) => error);
      expect(String(refusal)).to.include(
        `has the result of other rounds under the id "${each.id}"`,
      );
      expect(readFileSync(out, "utf8")).to.equal(whole);
    }
  });

  const refusals: readonly (readonly [string, () => string, string[], string])[] = [
    [
      "of another run",
      () => whole,
      [],
      'has the results of another run: run.bugs is ["small_quorum"], not []',
    ],
    ["of something else", () => "notes\n", bug, "is no results file"],
    [
      "with junk between results",
      () => whole.replace('"id":"s3"', '"ID":"s3"'),
      bug,
      "has a line 5 that is no result",
    ],
    [
      "of other scenarios",
      () => `${whole.split("\n").slice(0, 4).join("\n")}\n`.replace('"s2"', '"other"'),
      bug,
      'has the result of "other" in place of "s2"',
    ],
    [
      "of another first scenario",
      () => whole.replace('"s0"', '"other"'),
      bug,
      'has the result of "other" in place of "s0"',
    ],
    [
      "of other rounds under the same id",
      () => whole.replace(/("id":"s7","scenario":)"[0-9a-f]{16}"/, '$1"0123456789abcdef"'),
      bug,
      'has the result of other rounds under the id "s7"',
    ],
    [
      "of an older version",
      () => '{"format":"twins-results","version":1,"tool":"0.1.0","config":"x"}\n',
      bug,
      "is of version 1 of the results format, not 2",
    ],
  ];
  for (const [shows, text, bugs, message] of refusals) {
    it(`leave alone a file ${shows}`, async () => {
      const out = inFolder("other.jsonl");
      writeFileSync(out, text());
      const refusal = await run(scenarios, { bug: bugs, out }).catch((error: unknown) => error);
      expect(String(refusal)).to.include(message);
      expect(readFileSync(out, "utf8")).to.equal(text());
    });
  }
});
