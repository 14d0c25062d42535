/** Reads files: whole, up to a limit, or line by line in constant memory. */
import { createReadStream } from "node:fs";
import type { ReadStream } from "node:fs";
import { pipeline, Transform } from "node:stream";
import type { Readable } from "node:stream";
import { constants, createGunzip } from "node:zlib";
import { parseJson } from "../../lib/scenario/input/json-text.js";
import {
  LARGEST_CONFIG,
  LONGEST_LINE,
  MOST_BLANK_LINES,
  MOST_EXPANSION,
  MOST_VALUES,
} from "../../lib/scenario/input/limits.js";
import { InputError, valueOf } from "../../lib/scenario/input/problem.js";
import { fileError } from "../failure.js";
import { refuseAllButFiles, refuseEndless } from "./input-file.js";

/** Standard input or output, where a file is named. */
export const STANDARD_STREAM = "-";

const CHUNK_SIZE = 1 << 18;
/** Files that expand to less do no harm, however small they are. */
const HARMLESS = 1 << 22;
const BYTE_ORDER_MARK = /^\uFEFF/;

/** Whether a file is compressed, by its name. */
export const isCompressed = (path: string): boolean => path.endsWith(".gz");

/** The text of a config, or of standard input. Of one without an end only the limit is read. */
async function readText(path: string): Promise<string> {
  const isStandard = path === STANDARD_STREAM;
  if (!isStandard) refuseEndless(path);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    const file = isStandard ? process.stdin : createReadStream(path, { highWaterMark: CHUNK_SIZE });
    for await (const chunk of file as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > LARGEST_CONFIG) throw tooLarge(path);
      chunks.push(chunk);
    }
  } catch (error) {
    throw fileError(error, path, "read");
  }
  return Buffer.concat(chunks).toString("utf8").replace(BYTE_ORDER_MARK, "");
}

/**
 * The value in a config, which is JSON; throws {@link InputError} when it cannot be read or is too
 * large, and with line and column of a syntax error.
 */
export async function readJson(path: string): Promise<unknown> {
  return valueOf(parseJson(await readText(path), MOST_VALUES), path);
}

function tooLarge(path: string): InputError {
  const wrong = "is too large for a config";
  const allowed =
    `at most ${LARGEST_CONFIG} bytes; ` +
    "a scenario file, with a scenario on each line, may have any size";
  return new InputError([{ path: "", wrong, allowed }], path);
}

/**
 * The lines of a file without their breaks, in constant memory; of a compressed file by its name
 * (`.gz`), which may break off only if it is said to be `torn`. Throws {@link InputError} when it
 * cannot be read, has too many blank lines together (they cost a compressed file next to nothing),
 * or is no file: what is read in lines is read more than once.
 */
export async function* readLines(path: string, torn = false): AsyncGenerator<string> {
  let rest = "";
  const blank = new BlankLines(path);
  try {
    for await (const chunk of textOf(path, torn)) {
      const lines = chunk.split("\n");
      lines[0] = rest + (lines[0] ?? "");
      rest = lines.pop() ?? "";
      if (rest.length > LONGEST_LINE) throw lineTooLong(path);
      for (const line of lines) {
        blank.note(line);
        yield withoutReturn(line);
      }
    }
  } catch (error) {
    throw fileError(error, path, "read");
  }
  if (rest !== "") yield withoutReturn(rest);
}

/** Counts blank lines one after the other. */
class BlankLines {
  readonly #path: string;
  #together = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Throws {@link InputError} after too many. */
  note(line: string): void {
    this.#together = line.trim() === "" ? this.#together + 1 : 0;
    if (this.#together <= MOST_BLANK_LINES) return;
    const wrong = "has too many blank lines one after the other";
    throw new InputError([{ path: "", wrong, allowed: `at most ${MOST_BLANK_LINES}` }], this.#path);
  }
}

/** A stream's text; characters that straddle two chunks stay whole. */
async function* textOf(path: string, torn: boolean): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of open(path, torn) as AsyncIterable<Uint8Array>) {
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

function open(path: string, torn: boolean): Readable {
  refuseAllButFiles(path);
  const file: ReadStream = createReadStream(path, { highWaterMark: CHUNK_SIZE });
  if (!isCompressed(path)) return file;
  const finishFlush = torn ? constants.Z_SYNC_FLUSH : constants.Z_FINISH;
  const gunzip = createGunzip({ chunkSize: CHUNK_SIZE, finishFlush });
  let expanded = 0;
  const expansion = new Transform({
    transform(chunk: Uint8Array, _, done) {
      expanded += chunk.length;
      // Of a file that was read ahead only what has been expanded by now counts.
      const isBomb = expanded > HARMLESS && expanded > MOST_EXPANSION * gunzip.bytesWritten;
      done(isBomb ? expandsTooFar(path) : null, chunk);
    },
  });
  // The error of any reaches whoever reads: pipeline destroys the last with it.
  return pipeline(file, gunzip, expansion, () => undefined);
}

function expandsTooFar(path: string): InputError {
  const wrong = `expands to more than ${MOST_EXPANSION} times its size`;
  return new InputError([{ path: "", wrong, allowed: "the same file, decompressed" }], path);
}

const withoutReturn = (line: string): string => (line.endsWith("\r") ? line.slice(0, -1) : line);

function lineTooLong(path: string): InputError {
  const allowed = `at most ${LONGEST_LINE} characters on a line, with a scenario on each`;
  return new InputError([{ path: "", wrong: "has a line that is too long", allowed }], path);
}
