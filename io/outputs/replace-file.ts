/** Replaces small files repeatedly, atomically even across a crash. */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { gzipSync } from "node:zlib";
import { LARGEST_RECORD } from "../../lib/scenario/input/limits.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import { fileError } from "../failure.js";
import { refuseAllButFiles } from "../files/input-file.js";
import { isCompressed } from "../files/read.js";
import { placeOf } from "./place.js";
import { renameOver } from "./rename.js";
import { runFile } from "./run-files.js";

/** Longer chunks are not written faster. */
const CHUNK_SIZE = 1 << 20;

/**
 * Puts a text in the place of a file, whole or not at all, even through a crash: written beside,
 * flushed, renamed, and the folder flushed. A link stays, and what it leads to is replaced. A text
 * that is longer than a string can be is given in lines. Compressed when the name ends in `.gz`, as
 * {@link readLines} reads it. Throws {@link InputError} if something
 * other than a file is there, {@link ToolFailure} when it cannot be written.
 */
export function replaceFile(name: string, text: string | Iterable<string>): void {
  const { path, kind } = placeOf(name);
  if (kind !== "file" && kind !== "missing") {
    throw new InputError(
      [{ path: "", wrong: "is no file", allowed: "a file, or a new name" }],
      name,
    );
  }
  const partial = runFile(path, "partial");
  try {
    write(partial, typeof text === "string" ? [text] : chunksOf(text), isCompressed(name));
    renameOver(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw fileError(error, name, "written");
  }
}

/** Few long texts out of many short ones. */
function* chunksOf(lines: Iterable<string>): Generator<string> {
  let chunk = "";
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_SIZE) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

function write(path: string, chunks: Iterable<string>, isZipped: boolean): void {
  const descriptor = openSync(path, "w");
  try {
    for (const chunk of chunks) writeFileSync(descriptor, isZipped ? gzipSync(chunk) : chunk);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The text of a file, or null if there is none. Throws {@link InputError}, also if it is large. */
export function textIfAny(path: string): string | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return null;
    refuseAllButFiles(path);
    if (found.size > LARGEST_RECORD) {
      const allowed = `at most ${LARGEST_RECORD} bytes`;
      throw new InputError([{ path: "", wrong: "is too large to be of ours", allowed }], path);
    }
    return readFileSync(path, "utf8");
  } catch (error) {
    throw fileError(error, path, "read");
  }
}

/** Removes a file, if there is one; a link to it stays. Throws {@link ToolFailure} if it cannot. */
export function removeFile(name: string): void {
  const { path, kind } = placeOf(name);
  try {
    if (kind === "file") rmSync(path, { force: true });
  } catch (error) {
    throw fileError(error, name, "removed");
  }
}
