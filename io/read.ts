import { createReadStream } from "node:fs";
import type { ReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { pipeline, Transform } from "node:stream";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { constants, createGunzip } from "node:zlib";
import { parseJson } from "../lib/scenario/json-text.js";
import { InputError, valueOf } from "../lib/scenario/problem.js";
import { fileError } from "./failure.js";
import { refuseAllButFiles, refuseEndless } from "./input-file.js";

/** Standard input or output, where a file is named. */
export const STANDARD_STREAM = "-";

const PIECE = 1 << 18;
/** Longer lines are nothing that we write, and would fill the memory. */
const LONGEST_LINE = 1 << 26;
/** What we write is compressed to a sixtieth; a thousandth is as far as gzip goes. */
const MOST_EXPANSION = 500;
/** Files that expand to less do no harm, however small they are. */
const HARMLESS = 1 << 26;
const BYTE_ORDER_MARK = /^\uFEFF/;

/** Whether a file is compressed, by its name. */
export const isCompressed = (path: string): boolean => path.endsWith(".gz");

/** The text of a file, or of standard input; throws {@link InputError} when it cannot be read. */
async function readText(path: string): Promise<string> {
  const isStandard = path === STANDARD_STREAM;
  if (!isStandard) refuseEndless(path);
  try {
    const whole = isStandard ? await text(process.stdin) : await readFile(path, "utf8");
    return whole.replace(BYTE_ORDER_MARK, "");
  } catch (error) {
    throw fileError(error, path, "read");
  }
}

/** The value in a JSON file; throws {@link InputError} with line and column of a syntax error. */
export async function readJson(path: string): Promise<unknown> {
  return valueOf(parseJson(await readText(path)), path);
}

/**
 * The lines of a file without their breaks, in constant memory; of a compressed file by its name
 * (`.gz`), which may break off only if it is said to be `torn`. Throws {@link InputError} when it
 * cannot be read, or is no file: what is read in lines is read more than once.
 */
export async function* readLines(path: string, torn = false): AsyncGenerator<string> {
  let rest = "";
  try {
    for await (const piece of textOf(path, torn)) {
      const lines = piece.split("\n");
      lines[0] = rest + (lines[0] ?? "");
      rest = lines.pop() ?? "";
      if (rest.length > LONGEST_LINE) throw lineTooLong(path);
      for (const line of lines) yield withoutReturn(line);
    }
  } catch (error) {
    throw fileError(error, path, "read");
  }
  if (rest !== "") yield withoutReturn(rest);
}

/** A stream's text; characters that straddle two pieces stay whole. */
async function* textOf(path: string, torn: boolean): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of open(path, torn) as AsyncIterable<Uint8Array>) {
    yield decoder.decode(piece, { stream: true });
  }
  yield decoder.decode();
}

function open(path: string, torn: boolean): Readable {
  refuseAllButFiles(path);
  const file: ReadStream = createReadStream(path, { highWaterMark: PIECE });
  if (!isCompressed(path)) return file;
  const expansion = new Transform({
    transform(piece: Uint8Array, _, done) {
      expanded += piece.length;
      const isBomb = expanded > HARMLESS && expanded > MOST_EXPANSION * file.bytesRead;
      done(isBomb ? expandsTooFar(path) : null, piece);
    },
  });
  let expanded = 0;
  // The error of any reaches whoever reads: pipeline destroys the last with it.
  const finishFlush = torn ? constants.Z_SYNC_FLUSH : constants.Z_FINISH;
  const gunzip = createGunzip({ chunkSize: PIECE, finishFlush });
  return pipeline(file, gunzip, expansion, () => undefined);
}

function expandsTooFar(path: string): InputError {
  const wrong = `expands to more than ${MOST_EXPANSION} times its size`;
  return new InputError([{ path: "", wrong, allowed: "the same file, decompressed" }], path);
}

const withoutReturn = (line: string): string => (line.endsWith("\r") ? line.slice(0, -1) : line);

const lineTooLong = (path: string): InputError =>
  new InputError([{ path: "", wrong: "has a line that is too long to be of ours" }], path);
