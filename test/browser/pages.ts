/** Pages for tests: made by the command, or of traces written by hand. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pageHtml } from "../../executor/counterexample/pages/page-html.js";
import { runPage, pageRun } from "../../executor/counterexample/pages/run-files.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "twins-viewer-"));

/** A file of this name in a folder of this process. */
export const inFolder = (name: string): string => join(folder, name);

/** Runs twins-exec as built, from the root of the repository. Returns what it printed. */
export function twinsExec(...args: readonly string[]): string {
  const cli = join(ROOT, "dist/executor/cli.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (status === 0 || status === 1) return stdout;
  throw new Error(`exit code ${String(status)}: ${stderr}`);
}

/** The arguments that run the case with a fork. */
export const FORK = ["executor-configs/small_quorum_bug.json", "--case", "equivocating_with_bug"];

/** The page that the command writes for these arguments. */
export function pageOf(name: string, ...args: readonly string[]): string {
  const file = inFolder(`${name}.html`);
  twinsExec(...args, "--html", file);
  return file;
}

/** The page of a case of an executor config. */
export function pageOfConfig(name: string, config: object): string {
  const file = inFolder(`${name}.json`);
  writeFileSync(file, JSON.stringify(config));
  return pageOf(name, file);
}

/** The page of a trace. */
export function pageOfTrace(name: string, lines: readonly object[]): string {
  const file = inFolder(`${name}.html`);
  const template = readFileSync(join(ROOT, "dist/viewer/page.html"), "utf8");
  const run = pageRun(
    lines.map((line) => JSON.stringify(line)),
    { title: name, replay: undefined },
  );
  writeFileSync(file, pageHtml(template, runPage(run)));
  return file;
}
