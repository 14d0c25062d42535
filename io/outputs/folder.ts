/** Creates folders and syncs them to disk. */
import { closeSync, fsyncSync, mkdirSync, openSync, rmdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder, and those above it if need be; returns those that it made, the uppermost first.
 * Step by step: Node's `recursive` never returns where a folder cannot be made at all, as under
 * /proc. Throws what the system says.
 */
export function makeFolder(path: string): readonly string[] {
  const first = made(path);
  if (first !== "above is missing" || dirname(path) === path) return first === "made" ? [path] : [];
  const above = makeFolder(dirname(path));
  try {
    if (made(path) === "above is missing") mkdirSync(path);
    return [...above, path];
  } catch (error) {
    removeFolders(above);
    throw error;
  }
}

/** Removes folders that {@link makeFolder} made, as far as they are empty. */
export function removeFolders(made: readonly string[]): void {
  for (const folder of [...made].reverse()) {
    try {
      rmdirSync(folder);
    } catch {
      // Somebody else has put something into it.
    }
  }
}

function made(path: string): "made" | "was there" | "above is missing" {
  try {
    mkdirSync(path);
    return "made";
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "above is missing";
    // Some systems refuse for another reason, although it is there: Windows that of a drive.
    if (codeOf(error) === "EEXIST" || isFolder(path)) return "was there";
    throw error;
  }
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Error codes of systems that cannot sync folders, such as Windows. */
const CANNOT_FLUSH: ReadonlySet<unknown> = new Set([
  "EPERM",
  "EISDIR",
  "EACCES",
  "EINVAL",
  "ENOTSUP",
]);

/** Brings to the disk which files a folder has, where that can be done. */
export function flushFolder(path: string): void {
  try {
    const descriptor = openSync(path, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (!CANNOT_FLUSH.has(codeOf(error))) throw error;
  }
}

export const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
