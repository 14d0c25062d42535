import { appendFileSync, closeSync, openSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { fileError } from "../failure.js";
import { makeFolder } from "./folder.js";
import { onInterrupt } from "../interrupt.js";
import { OutputFile } from "./output-file.js";
import { isCompressed, readLines } from "../read.js";

const PIECE = 1 << 16;
const LINE_FEED = 10;

/** The lines of a file, the last of which may be unfinished; none if there is no such file. */
export async function* linesIfAny(name: string): AsyncGenerator<string> {
  const isThere = await stat(name).then(
    () => true,
    () => false,
  );
  if (isThere) yield* readLines(name, true);
}

/**
 * A file of lines that grows during long work. An interruption leaves what there is by then. When
 * the name ends in `.gz`, every piece is compressed by itself: one after another they are a file
 * like any other, and one that is torn costs no other.
 */
export class GrowingFile {
  readonly #name: string;
  readonly #descriptor: number;
  readonly #forget: () => void;
  #pending: string;

  private constructor(name: string, pending: string) {
    this.#name = name;
    this.#descriptor = openSync(name, "a");
    this.#pending = pending;
    this.#forget = onInterrupt(() => {
      this.#flush();
    });
  }

  /** Opens a file to go on after so many lines; makes it, and its folder, if need be. */
  static async open(name: string, lines: number): Promise<GrowingFile> {
    try {
      await makeFolder(dirname(name));
      if (isCompressed(name)) {
        await copyLines(name, lines);
        return new GrowingFile(name, "");
      }
      const isUnfinished = await keepLines(name, lines);
      return new GrowingFile(name, isUnfinished ? "\n" : "");
    } catch (error) {
      throw fileError(error, name, "written");
    }
  }

  /** Adds a line; it is written together with others. */
  add(line: string): void {
    this.#pending += `${line}\n`;
    if (this.#pending.length >= PIECE) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
    this.#forget();
  }

  #flush(): void {
    const text = this.#pending;
    this.#pending = "";
    if (text === "") return;
    try {
      appendFileSync(this.#descriptor, isCompressed(this.#name) ? gzipSync(text) : text);
    } catch (error) {
      throw fileError(error, this.#name, "written");
    }
  }
}

/** Puts a file of its first lines in the place of a compressed one, which cannot be cut off. */
async function copyLines(name: string, lines: number): Promise<void> {
  const copy = await OutputFile.open(name);
  try {
    for await (const line of firstLines(name, lines)) await copy.write(`${line}\n`);
    await copy.commit();
  } catch (error) {
    copy.discard();
    throw error;
  }
}

async function* firstLines(name: string, lines: number): AsyncGenerator<string> {
  let left = lines;
  if (left === 0) return;
  for await (const line of linesIfAny(name)) {
    yield line;
    left--;
    if (left === 0) return;
  }
}

/** Cuts a file off after so many lines; whether the last of them lacks its line break. */
async function keepLines(name: string, lines: number): Promise<boolean> {
  const file = await open(name, "a+");
  try {
    const end = await endOfLine(file, lines);
    if (end === undefined) return true;
    await file.truncate(end);
    return false;
  } finally {
    await file.close();
  }
}

/** Where a file's n-th line ends; undefined if it breaks off before. */
async function endOfLine(file: FileHandle, n: number): Promise<number | undefined> {
  const piece = Buffer.alloc(PIECE);
  let start = 0;
  for (let left = n; left > 0;) {
    const { bytesRead } = await file.read(piece, 0, PIECE, start);
    if (bytesRead === 0) return undefined;
    let at = -1;
    while (left > 0 && (at = piece.subarray(0, bytesRead).indexOf(LINE_FEED, at + 1)) >= 0) left--;
    if (left === 0) return start + at + 1;
    start += bytesRead;
  }
  return 0;
}
