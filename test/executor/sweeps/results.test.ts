/** Results files: format, digests and resuming. */
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import fc from "fast-check";
import { RANGE_SIZE } from "../../../executor/sweeps/range.js";
import { scenarioEncoder } from "../../../lib/scenario/formats/encode.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "../../../lib/scenario/model.js";
import { replicaNames, rosterOf } from "../../../lib/scenario/roster.js";
import { anyScenario } from "../scenarios.js";
import { run, temporaryFolder } from "../session.js";

const protocol = fileURLToPath(new URL("../../support/protocols/trusting.mjs", import.meta.url));
const names = replicaNames(4);
const roster = rosterOf(names, names.slice(0, 1));
/** Two ranges and a part of a third. */
const COUNT = 2 * RANGE_SIZE + 30;
const DIFFERENT = 30;

/** A file of scenarios, of which some violate agreement. */
function scenarioFile(): string {
  const header = {
    roster,
    semantics: DEFAULT_SEMANTICS,
    stabilization: { ...DEFAULT_STABILIZATION, rounds: 1 },
  };
  const encoder = scenarioEncoder("json", header);
  const scenarios = fc.sample(anyScenario(roster, 1), { numRuns: DIFFERENT, seed: 7 });
  const lines = Array.from({ length: COUNT }, (_, index) => {
    const rounds = (scenarios[index % DIFFERENT]?.rounds ?? []).map((round) => ({
      ...round,
      drops: [],
    }));
    return encoder.scenario({ id: `s${index}`, rounds });
  });
  return encoder.opening + lines.join(encoder.separator) + encoder.closing;
}

interface Line {
  readonly id?: string;
  readonly place?: number;
  readonly verdict?: string;
  readonly digest?: string;
  readonly from?: number;
}

const linesOf = (text: string): readonly Line[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

describe("results files", () => {
  const inFolder = temporaryFolder();
  let scenarios: string;
  let whole: string;

  before(async function () {
    this.timeout(120_000);
    scenarios = inFolder("scenarios.json");
    writeFileSync(scenarios, scenarioFile());
    await run(scenarios, { protocol, out: inFolder("whole.jsonl") });
    whole = readFileSync(inFolder("whole.jsonl"), "utf8");
  });

  it("have a header, failures in full, the counts of each range, and a summary", async () => {
    const lines = linesOf(whole);
    expect(lines[0]).to.include({ format: "twins-results", version: 3, tool: "1.2.3" });
    const ranges = lines.filter(({ from }) => from !== undefined);
    expect(ranges.map(({ from }) => from)).to.deep.equal([0, RANGE_SIZE, 2 * RANGE_SIZE]);
    expect(lines.at(-1)).to.include({ scenarios: COUNT, end: COUNT, places: COUNT });
    const listed = lines.filter(({ id }) => id !== undefined);
    expect(new Set(listed.map(({ verdict }) => verdict))).to.deep.equal(new Set(["violated"]));
    await run(scenarios, { protocol, all: true, limit: 100, out: inFolder("all.jsonl") });
    const all = linesOf(readFileSync(inFolder("all.jsonl"), "utf8"));
    const results = all.filter(({ id }) => id !== undefined);
    expect(results.map(({ id, place }) => [id, place])).to.deep.equal(
      Array.from({ length: 100 }, (_, index) => [`s${index}`, index]),
    );
    const failures = results.filter(({ verdict }) => verdict === "violated");
    const first = listed.filter(({ place = 0 }) => place < 100);
    expect(failures.map(({ id }) => id)).to.deep.equal(first.map(({ id }) => id));
    expect(failures).to.not.have.lengthOf(0);
  });

  it("have the digest of the transcript for every failure, which a replay gives again", async () => {
    const failures = linesOf(whole).filter(({ verdict }) => verdict === "violated");
    expect(failures).to.not.have.lengthOf(0);
    for (const { id = "", digest } of failures.slice(0, 3)) {
      const { printed } = await run(scenarios, { protocol, scenario: id });
      expect(printed.join("\n")).to.include(`digest    ${digest ?? "none"}`);
    }
  });

  it("go on wherever an interruption left them, and come out the same", async function () {
    this.timeout(120_000);
    const firstRange = whole.indexOf("\n", whole.indexOf('\n{"from"') + 1) + 1;
    const cuts = fc.sample(fc.nat(whole.length), { numRuns: 6, seed: 3 });
    const lineEnds = [whole.indexOf("\n") + 1, firstRange, whole.length - 1, whole.length];
    for (const cut of [0, 1, whole.indexOf("\n") - 1, firstRange - 2, ...lineEnds, ...cuts]) {
      const out = inFolder("cut.jsonl");
      writeFileSync(out, whole.slice(0, cut));
      await run(scenarios, { protocol, out });
      expect(readFileSync(out, "utf8") === whole, `cut at ${cut}`).to.equal(true);
    }
  });

  it("do not run again what is there already", async () => {
    const out = inFolder("forged.jsonl");
    writeFileSync(out, whole);
    const { printed } = await run(scenarios, { protocol, out, json: true });
    expect(JSON.parse(printed.join(""))).to.include({ scenarios: COUNT });
    const touched = whole.slice(0, whole.lastIndexOf('\n{"scenarios"') + 1);
    writeFileSync(out, touched);
    await run(scenarios, { protocol, out });
    expect(readFileSync(out, "utf8") === whole).to.equal(true);
  });

  it("are compressed by their name, and go on wherever they are torn", async function () {
    this.timeout(120_000);
    const out = inFolder("results.jsonl.gz");
    for (const limit of [10, RANGE_SIZE + 20, COUNT]) {
      await run(scenarios, { protocol, out, limit });
    }
    const complete = readFileSync(out);
    expect(gunzipSync(complete).toString() === whole).to.equal(true);
    const cuts = fc.sample(fc.nat(complete.length), { numRuns: 4, seed: 3 });
    for (const cut of [0, 5, ...cuts]) {
      writeFileSync(out, complete.subarray(0, cut));
      await run(scenarios, { protocol, out });
      expect(gunzipSync(readFileSync(out)).toString() === whole, `cut at ${cut}`).to.equal(true);
    }
  });

  it("that are compressed are not given up for those of another run", async () => {
    const out = inFolder("results.jsonl.gz");
    for (const text of [gzipSync(whole), Buffer.from("notes\n")]) {
      writeFileSync(out, text);
      const refusal = await run(scenarios, {
        protocol,
        bug: [],
        property: ["validity"],
        out,
      }).catch((error: unknown) => error);
      expect(String(refusal)).to.match(/has the results of another run|cannot be read: not gzip/);
      expect(readFileSync(out)).to.deep.equal(text);
    }
  });

  it("take further scenarios when the limit is raised, in the middle of a range or not", async () => {
    const out = inFolder("limited.jsonl");
    for (const limit of [10, RANGE_SIZE]) {
      await run(scenarios, { protocol, out, limit });
      expect(linesOf(readFileSync(out, "utf8")).at(-1)).to.include({ end: limit, places: limit });
    }
    await run(scenarios, { protocol, out });
    expect(readFileSync(out, "utf8") === whole).to.equal(true);
  });

  it("of more scenarios than are run are left alone", async () => {
    const out = inFolder("more.jsonl");
    writeFileSync(out, whole);
    for (const limit of [10, RANGE_SIZE, COUNT - 1]) {
      const refusal = await run(scenarios, { protocol, out, limit }).catch(
        (error: unknown) => error,
      );
      expect(String(refusal)).to.include(`has results of more than the ${limit} scenarios of this`);
      expect(readFileSync(out, "utf8") === whole).to.equal(true);
    }
  });

  it("are never taken for those of a file that was edited, whichever scenario it was", async () => {
    const document = JSON.parse(readFileSync(scenarios, "utf8")) as {
      scenarios: { readonly id: string; rounds: unknown[] }[];
    };
    const edited = inFolder("edited.json");
    const out = inFolder("before.jsonl");
    writeFileSync(out, whole);
    for (const index of [0, 1, RANGE_SIZE - 1, RANGE_SIZE, COUNT - 1]) {
      const each = document.scenarios[index];
      if (each === undefined) throw new Error(`no scenario ${index}`);
      const { rounds } = each;
      each.rounds = [...rounds, ...rounds.slice(0, 1)];
      writeFileSync(edited, JSON.stringify(document));
      each.rounds = rounds;
      const refusal = await run(edited, { protocol, out }).catch((error: unknown) => error);
      expect(String(refusal)).to.match(
        /has the result of other rounds under the id|has the results of other scenarios in places/,
      );
      expect(readFileSync(out, "utf8") === whole).to.equal(true);
    }
  });

  const refusals: readonly (readonly [string, () => string, string[] | undefined, string])[] = [
    [
      "of another run",
      () => whole,
      ["validity"],
      'has the results of another run: properties is ["agreement",',
    ],
    ["of something else", () => "notes\n", undefined, "is no results file"],
    [
      "with junk between results",
      () => whole.replace('"id":"s', '"ID":"s'),
      undefined,
      "has lines after the last result",
    ],
    [
      "with a changed result",
      () => whole.replace('"verdict":"violated"', '"verdict":"inconclusive"'),
      undefined,
      "is damaged: the results of places 0 to 249 are not as they were written",
    ],
    [
      "with a changed count",
      () => whole.replace('"from":250,"to":500,"scenarios":250', "$&1"),
      undefined,
      "is damaged: the results of places 250 to 499",
    ],
    [
      "without one of its lines",
      () => whole.replace(/\n\{"id".*/, ""),
      undefined,
      "is damaged: the results of places 0 to 249 are not as they were written",
    ],
    [
      "without one of its ranges",
      () => whole.replace(/(\n\{"id".*)*\n\{"from":0,.*/, ""),
      undefined,
      "has the results of places from 250 on in place of those from 0 on",
    ],
    [
      "with lines after the last",
      () => `${whole}${whole.split("\n").at(-2) ?? ""}\n`,
      undefined,
      "has lines after the last result",
    ],
    [
      "of an older version",
      () => '{"format":"twins-results","version":2,"tool":"0.1.0","config":"x"}\n',
      undefined,
      "is of version 2 of the results format, not 3",
    ],
  ];
  for (const [shows, text, property, message] of refusals) {
    it(`leave alone a file ${shows}`, async () => {
      const out = inFolder("other.jsonl");
      const before = text();
      expect(before === whole && property === undefined, "the text is changed").to.equal(false);
      writeFileSync(out, before);
      const refusal = await run(scenarios, { protocol, property, out }).catch(
        (error: unknown) => error,
      );
      expect(String(refusal)).to.include(message);
      expect(readFileSync(out, "utf8") === before).to.equal(true);
    });
  }
});
