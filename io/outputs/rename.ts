/** Replaces a file by a complete one, durably across a crash. */
import { chmodSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { codeOf, flushFolder } from "./folder.js";

/** On Windows a file that another program has open, such as a virus scanner, cannot be replaced. */
const IN_USE: ReadonlySet<unknown> = new Set(["EPERM", "EACCES", "EBUSY"]);
const TRIES = 20;
const PAUSE_MS = 50;

/** The bits of a file's mode that say who may do what. */
const PERMISSIONS = 0o777;

/** Renames over what is there, whose permissions the new file gets. Throws what the system says. */
export function renameOver(complete: string, path: string): void {
  const old = statSync(path, { throwIfNoEntry: false });
  if (old !== undefined) chmodSync(complete, old.mode & PERMISSIONS);
  renameAtLast(complete, path, process.platform === "win32" ? TRIES : 1);
  flushFolder(dirname(path));
}

function renameAtLast(from: string, to: string, tries: number): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (tries <= 1 || !IN_USE.has(codeOf(error))) throw error;
    pause();
    renameAtLast(from, to, tries - 1);
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, PAUSE_MS);
}
