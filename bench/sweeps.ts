/**
 * Proves that the results of a sweep are the same bytes however it is run: at once, by two workers,
 * as seven shards that are merged, and killed (`kill -9`) at random moments and resumed. Needs a
 * build.
 *
 *     npm run sweeps -- generator-configs/all_random.json --limit 20000 --bug small_quorum
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const commandAt = (path: string): string =>
  fileURLToPath(new URL(`../dist/${path}`, import.meta.url));
const EXEC = commandAt("executor/cli.js");
const MERGE = commandAt("executor/merge/cli.js");
const SHARDS = 7;

const given = [...process.argv.slice(2), "--no-corpus"];
const folder = mkdtempSync(join(tmpdir(), "twins-sweeps-"));
const inFolder = (name: string): string => join(folder, name);

/** What a run leaves: its results, and what it prints without the line about the time. */
interface Outputs {
  readonly results: string;
  readonly printed: string;
}

function outputsOf(command: string, args: readonly string[], out: string): Outputs {
  const done = spawnSync(process.execPath, [command, ...args, "--out", out], { encoding: "utf8" });
  if (done.status !== 0 && done.status !== 1) throw new Error(done.stderr);
  const printed = done.stdout.replace(/^\d+ events? in .*$/m, "");
  return { results: readFileSync(out, "utf8"), printed };
}

const run = (name: string, ...args: readonly string[]): Outputs =>
  outputsOf(EXEC, [...given, ...args], inFolder(name));

/** Kills the run again and again, after a random part of the time that a whole run takes. */
async function killed(
  name: string,
  wholeMs: number,
): Promise<Outputs & { readonly kills: number }> {
  let kills = 0;
  for (; kills < 1000; kills++) {
    const args = [EXEC, ...given, "--out", inFolder(name)];
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    const timer = setTimeout(() => child.kill("SIGKILL"), Math.random() * wholeMs);
    const signal = await new Promise((resolve) => {
      child.on("exit", (_, by) => {
        resolve(by);
      });
    });
    clearTimeout(timer);
    if (signal === null) break;
  }
  return { ...run(name), kills };
}

function expectEqual(what: string, actual: string, expected: string): void {
  if (actual !== expected) throw new Error(`${what}: other bytes than the plain run`);
  console.log(`${what}: equal, ${expected.length} characters`);
}

try {
  const began = performance.now();
  const plain = run("plain.jsonl", "--workers", "1");
  const wholeMs = performance.now() - began;
  const two = run("two.jsonl", "--workers", "2");
  expectEqual("results of 2 workers", two.results, plain.results);
  expectEqual("report of 2 workers", two.printed, plain.printed);
  const shards = Array.from({ length: SHARDS }, (_, index) => `shard-${index + 1}.jsonl`);
  for (const [index, name] of shards.entries()) run(name, "--shard", `${index + 1}/${SHARDS}`);
  const merged = outputsOf(MERGE, shards.map(inFolder), inFolder("merged.jsonl"));
  expectEqual(`results of ${SHARDS} shards, merged`, merged.results, plain.results);
  const { kills, results, printed } = await killed("killed.jsonl", wholeMs);
  expectEqual(`results after ${kills} times kill -9`, results, plain.results);
  expectEqual("report after them", printed, plain.printed);
} finally {
  rmSync(folder, { recursive: true });
}
