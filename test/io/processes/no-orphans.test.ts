/** No process is left when the tool ends, however it does, and no pipe on the disk. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as after } from "node:timers/promises";
import { expect } from "chai";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const TOOL = fileURLToPath(new URL("../../../dist/executor/cli.js", import.meta.url));
const SPACE = { replicas: 4, twins: 1, rounds: 1, partitions: { groups: 2 } };
const TICK = 20;

/** Whether a process is there; one that has ended and that nobody asks about is not. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/stat`;
  return !existsSync(status) || !readFileSync(status, "utf8").includes(") Z ");
}

/** Waits for something that comes about; the test's timeout ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await after(TICK);
}

interface Running {
  readonly tool: ChildProcess;
  readonly folder: string;
  /** The ids of the program's processes, so far. */
  readonly pids: () => readonly number[];
}

/** Runs the tool with a program that breaks its word in this way, in a folder for its files. */
function start(way: string, options: readonly string[], where = "bad"): Running {
  const folder = mkdtempSync(join(tmpdir(), "orphans-"));
  const [space, pids] = [join(folder, "space.json"), join(folder, "pids")];
  writeFileSync(space, JSON.stringify(SPACE));
  writeFileSync(pids, "");
  const program = `exec: node ${join(FOLDER, "hostile.mjs")} ${way} ${where}`;
  const words = [TOOL, space, "--protocol", program, "--no-corpus", "--limit", "10", ...options];
  const env = { ...process.env, TMPDIR: folder, PIDS: pids };
  const tool = spawn(process.execPath, words, { env, stdio: "ignore" });
  const read = (): readonly number[] =>
    readFileSync(pids, "utf8").split("\n").filter(Boolean).map(Number);
  return { tool, folder, pids: read };
}

async function expectNothingLeft({ tool, folder, pids }: Running): Promise<void> {
  if (tool.exitCode === null && tool.signalCode === null) await once(tool, "exit");
  expect(pids()).to.not.be.empty;
  await until(() => !pids().some(isThere));
  await until(() => !readdirSync(folder).some((name) => name.startsWith("twins-")));
  rmSync(folder, { recursive: true });
}

describe("no process is left", () => {
  it("when the tool ends by itself, also of a program that ignores it", async () => {
    const running = start("ignoresTheEnd", ["--workers", "2"]);
    await expectNothingLeft(running);
    expect(running.tool.exitCode).to.equal(0);
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
    it(`when ${signal} ends the tool while a program is silent`, async () => {
      const running = start("silent", ["--workers", "2"], "any");
      // One to be asked what it is, one of a worker, and that one again when it is silent.
      await until(() => running.pids().length >= 3);
      running.tool.kill(signal);
      await expectNothingLeft(running);
      expect(running.tool.signalCode).to.equal(signal);
    });
  }

  it("when the tool fails: the results file cannot be written", async () => {
    const running = start("none", ["--out", "/no/such/folder/results.jsonl"]);
    await expectNothingLeft(running);
    expect(running.tool.exitCode).to.equal(2);
  });
});
