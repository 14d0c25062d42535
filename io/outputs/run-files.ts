/**
 * Temporary files of a run beside an output. Their names contain the process, as in
 * `results.jsonl.twins-4711-1a2b3c4d.partial`. So no two runs share one, and a later run recognises
 * the files of an ended process.
 */
import { readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isRunning, THIS_PROCESS } from "./process-identity.js";
import type { ProcessIdentity } from "./process-identity.js";

/** `partial`: an output that is not complete; `claim` and `lock`: see `lock.ts`. */
export type Role = "partial" | "claim" | "lock";

export interface RunFile extends ProcessIdentity {
  readonly path: string;
  /** The output that it is beside. */
  readonly output: string;
  readonly role: Role;
}

/** This run's file of that role, beside an output. */
export const runFile = (output: string, role: Role): string =>
  `${output}.twins-${THIS_PROCESS.pid}-${THIS_PROCESS.began}.${role}`;

const NAME = /^(.+)\.twins-(\d{1,10})-([0-9a-f]{1,8})\.(partial|claim|lock)$/s;

/** All temporary files in a folder, of any process. */
function runFilesIn(folder: string): readonly RunFile[] {
  return readdirSync(folder).flatMap((name) => {
    const [, output = "", pid = "", began = "", role] = NAME.exec(name) ?? [];
    if (role === undefined) return [];
    const [path, beside] = [join(folder, name), join(folder, output)];
    return [{ path, output: beside, pid: Number(pid), began, role: role as Role }];
  });
}

/** The files that runs have beside an output, this one too; those of dead runs are removed. */
export function runFilesBeside(output: string): readonly RunFile[] {
  return living(runFilesIn(dirname(output)).filter((file) => isBeside(file, output)));
}

/** Removes what dead runs left beside any output of a folder. */
export function removeLeftoversIn(folder: string): void {
  living(runFilesIn(folder));
}

const isBeside = (file: RunFile, output: string): boolean =>
  basename(file.output) === basename(output);

function living(files: readonly RunFile[]): readonly RunFile[] {
  const alive = files.filter(isRunning);
  for (const file of files) if (!alive.includes(file)) rmSync(file.path, { force: true });
  return alive;
}
