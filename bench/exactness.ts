/**
 * Whole spaces both ways: explored, and then scenario by scenario. For the correct protocol and
 * every bug, both must come to the same, by outcome and first round:
 * `npm run exactness -- generator-configs/paper/4-1-2-4.json`. That takes some ten minutes: one
 * scenario after the other for each bug. Exits with 1 if anything differs.
 */
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bugs } from "../lib/protocols/diembft/index.js";

const TWINS_EXEC = fileURLToPath(new URL("../dist/executor/cli.js", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "exactness-"));
try {
  const spaces = process.argv.slice(2);
  if (spaces.length === 0) throw new Error("say of which generator configs");
  console.log("| space | bug | explored | scenario by scenario |");
  console.log("|---|---|---|---|");
  for (const space of spaces) {
    for (const bug of [null, ...Object.keys(bugs)]) row(space, bug);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function row(space: string, bug: string | null): void {
  const certificate = join(folder, `${randomUUID()}.json`);
  const injected = bug === null ? [] : ["--bug", bug];
  const explored = twinsExec(space, "--exhaustive", ...injected, "--certificate", certificate);
  const { scenarios } = JSON.parse(readFileSync(certificate, "utf8")) as { scenarios: string };
  const audited = twinsExec("--audit", certificate, "--sample", scenarios);
  if (audited.status !== 0) process.exitCode = 1;
  const cells = [space, bug ?? "(correct)", explored.last, audited.last];
  console.log(`| ${cells.join(" | ")} |`);
}

/** Its exit code, and the last line of its report. Throws if it could not do its work. */
function twinsExec(...args: string[]): { readonly status: number; readonly last: string } {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [TWINS_EXEC, ...args], {
    encoding: "utf8",
  });
  const last = `${stdout}${stderr}`.trim().split("\n").at(-1) ?? "";
  if (status !== 0 && status !== 1) {
    throw new Error(`twins-exec ${args.join(" ")} ended with ${signal ?? status}: ${last}`);
  }
  return { status, last };
}
