/** Runs twins-exec in the process of a test. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exec } from "../../executor/exec.js";
import type { Options } from "../../executor/session.js";
import type { ExitCode } from "../../io/exit.js";
import { PLAIN } from "../../io/terminal/style.js";

/** What a command printed, and how it ended. */
export interface CommandRun {
  readonly printed: readonly string[];
  /** On standard error. */
  readonly warned: readonly string[];
  /** Files that it opened. */
  readonly opened: readonly string[];
  readonly exit: ExitCode;
}

/** Runs the command in this process. */
export async function run(
  file: string,
  options: Partial<Options> = {},
  { elapsed = () => 2 }: { readonly elapsed?: () => number } = {},
): Promise<CommandRun> {
  const printed: string[] = [];
  const warned: string[] = [];
  const opened: string[] = [];
  const exit = await exec({
    file,
    options: { bug: [], corpus: false, ...options },
    paint: PLAIN,
    print: (lines) => printed.push(...lines),
    delivered: () => Promise.resolve(true),
    json: (text) => printed.push(text),
    command: (lines) => printed.push(...lines),
    warn: (line) => warned.push(line),
    elapsed,
    version: "1.2.3",
    redisUrl: undefined,
    cores: 2,
    viewerPage: () => "<script>{{data}}</script>",
    openFile: (path) => opened.push(path),
    explorer: new URL("../support/protocols/explorer.mjs", import.meta.url),
    sweeper: new URL("../support/protocols/sweeper.mjs", import.meta.url),
  });
  return { printed, warned, opened, exit };
}

/** A folder of its own for the tests of a suite. */
export function temporaryFolder(): (name: string) => string {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "twins-exec-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  return (name) => join(folder, name);
}
