/** What --as-test prints, run by the test runners as a user has it. Needs a build. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { run } from "../session.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const CONFIG = join(ROOT, "executor-configs/hotstuff_bugs.json");

const RUNNERS = {
  mocha: [join(ROOT, "node_modules/mocha/bin/mocha.js")],
  node: ["--test"],
} as const;

describe("a printed test", function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "as-test-"));
    writeFileSync(join(folder, "package.json"), '{ "private": true }');
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(ROOT, join(folder, "node_modules/twins-bft"), "junction");
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  function exitOf(runner: keyof typeof RUNNERS, text: string): number | null {
    const file = join(folder, `found-${runner}.test.mjs`);
    writeFileSync(file, text);
    return spawnSync(process.execPath, [...RUNNERS[runner], file], { cwd: folder }).status;
  }

  for (const runner of ["mocha", "node"] as const) {
    it(`passes under ${runner}, and fails once the bug is gone`, async () => {
      const { printed } = await run(CONFIG, { case: "two_chain_with_bug", asTest: runner });
      const text = printed.join("\n");
      const mended = text.replace(/"bugs": \["two_chain"\],/, "");
      expect(mended).to.not.equal(text);
      expect([exitOf(runner, text), exitOf(runner, mended)]).to.deep.equal([0, 1]);
    });
  }
});
