import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { LARGEST_RECORD } from "../lib/scenario/limits.js";
import { InputError } from "../lib/scenario/problem.js";
import { fileError } from "./failure.js";

/** Longer pieces are not written faster. */
const PIECE = 1 << 20;

/**
 * Puts a text in the place of a file, whole or not at all, even through a crash: written beside,
 * flushed, renamed, and the folder flushed. One that is longer than a string can be is given in
 * lines. Throws {@link ToolFailure} when it cannot.
 */
export function replaceFile(path: string, text: string | Iterable<string>): void {
  const partial = `${path}.partial`;
  try {
    flushed(partial, "w", (descriptor) => {
      const pieces = typeof text === "string" ? [text] : piecesOf(text);
      for (const piece of pieces) writeFileSync(descriptor, piece);
    });
    renameSync(partial, path);
    flushed(dirname(path), "r", () => undefined);
  } catch (error) {
    throw fileError(error, path, "written");
  }
}

/** Few long texts out of many short ones. */
function* piecesOf(lines: Iterable<string>): Generator<string> {
  let piece = "";
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  yield piece;
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

/** The text of a file, or null if there is none. Throws {@link InputError}, also if it is large. */
export function textIfAny(path: string): string | null {
  try {
    return existsSync(path) ? boundedText(path) : null;
  } catch (error) {
    throw fileError(error, path, "read");
  }
}

/** Of a file without an end no more is read than may be. */
function boundedText(path: string): string {
  const descriptor = openSync(path, "r");
  const pieces: Buffer[] = [];
  try {
    for (let size = 0; size <= LARGEST_RECORD;) {
      const piece = Buffer.allocUnsafe(PIECE);
      const read = readSync(descriptor, piece);
      if (read === 0) return Buffer.concat(pieces).toString("utf8");
      pieces.push(piece.subarray(0, read));
      size += read;
    }
  } finally {
    closeSync(descriptor);
  }
  const allowed = `at most ${LARGEST_RECORD} bytes`;
  throw new InputError([{ path: "", wrong: "is too large to be of ours", allowed }], path);
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
