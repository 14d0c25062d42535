/** Streamlet in a process of its own behaves as the built-in one. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { expectSameResults } from "../../support/same-results.js";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const TOOL = join(ROOT, "dist/executor/cli.js");
const PROGRAM = "exec: node examples/any-language/streamlet.mjs";
const SPACE = { replicas: 4, twins: 1, rounds: 4, partitions: { groups: 2 } };

describe("Streamlet in a process", () => {
  it("has the same results as the built-in one, with and without a bug", () => {
    expectSameResults(PROGRAM, 60, ["--workers", "2"]);
    expectSameResults(PROGRAM, 30, ["--bug", "small_quorum"]);
    expectSameResults(PROGRAM, 10, ["--verify-determinism", "10"]);
  }).timeout(120_000);

  describe("with files", () => {
    const folder = mkdtempSync(join(tmpdir(), "processes-"));
    const space = join(folder, "space.json");
    after(() => {
      rmSync(folder, { recursive: true });
    });
    const run = (...words: readonly string[]): string => {
      writeFileSync(space, JSON.stringify(SPACE));
      const options = ["--protocol", PROGRAM, ...words];
      return spawnSync(process.execPath, [TOOL, space, ...options], { cwd: ROOT, encoding: "utf8" })
        .stdout;
    };

    it("resumes, and writes the same bytes for any number of workers", () => {
      const [once, resumed] = [join(folder, "once.jsonl"), join(folder, "resumed.jsonl")];
      run("--no-corpus", "--limit", "300", "--out", once);
      const lines = readFileSync(once, "utf8").split("\n");
      writeFileSync(resumed, `${lines.slice(0, 2).join("\n")}\n`);
      run("--no-corpus", "--limit", "300", "--workers", "2", "--out", resumed);
      expect(readFileSync(resumed, "utf8")).to.equal(lines.join("\n"));
    }).timeout(120_000);

    it("traces a scenario, and prints the line that runs it again", () => {
      const printed = run("--bug", "small_quorum", "--scenario", "a: all; b: all", "--trace");
      expect(printed).to.match(/receives proposal for a@1 from a/);
      expect(printed).to.match(/--protocol 'exec: node examples\/any-language\/streamlet\.mjs'/);
    });

    it("is refused where its states would have to be copied", () => {
      const options = ["--exhaustive", "--protocol", PROGRAM];
      const { status, stderr } = spawnSync(process.execPath, [TOOL, space, ...options], {
        ...{ cwd: ROOT, encoding: "utf8" },
      });
      expect(stderr).to.match(/protocol is streamlet, whose states are in another process/);
      expect(status).to.equal(2);
    });
  });
});
