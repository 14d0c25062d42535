import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { fileError } from "./failure.js";

/**
 * Puts a text in the place of a file, whole or not at all, even through a crash: written beside,
 * flushed, renamed, and the folder flushed. Throws {@link ToolFailure} when it cannot.
 */
export function replaceFile(path: string, text: string): void {
  const partial = `${path}.partial`;
  try {
    flushed(partial, "w", (descriptor) => {
      writeFileSync(descriptor, text);
    });
    renameSync(partial, path);
    flushed(dirname(path), "r", () => undefined);
  } catch (error) {
    throw fileError(error, path, "written");
  }
}

function flushed(path: string, flags: string, work: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags);
  try {
    work(descriptor);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The text of a file, or null if there is none. Throws {@link InputError}. */
export function textIfAny(path: string): string | null {
  try {
    return existsSync(path) ? readFileSync(path, "utf8") : null;
  } catch (error) {
    throw fileError(error, path, "read");
  }
}

/** Throws {@link InputError} now if {@link replaceFile} would, later. */
export function checkPlace(path: string): void {
  const partial = `${path}.partial`;
  try {
    closeSync(openSync(partial, "w"));
    rmSync(partial);
    if (existsSync(path)) closeSync(openSync(path, "r+"));
  } catch (error) {
    throw fileError(error, path, "written");
  }
}

/** Removes a file, if there is one. Throws {@link ToolFailure} when it cannot. */
export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    throw fileError(error, path, "removed");
  }
}
