/** Files of lines that grow during a run, and that a later run can resume. */
import { appendFileSync, closeSync, ftruncateSync, openSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { fileError } from "../../failure.js";
import { onInterrupt } from "../../interrupt.js";
import { isCompressed, readLines } from "../../files/read.js";
import { makeFolder } from "../folder.js";
import { placeOf } from "../place.js";
import { renameOver } from "../rename.js";
import { runFile } from "../run-files.js";

const CHUNK_SIZE = 1 << 16;
const LINE_FEED = 10;

/**
 * The lines of a file; the last one may be incomplete. None if the file is missing or a device.
 */
export async function* linesIfAny(name: string): AsyncGenerator<string, undefined> {
  const { kind } = placeOf(name);
  if (kind !== "missing" && kind !== "device") yield* readLines(name, true);
}

/** The content that a file keeps at the first write; until then it is unchanged. */
interface Beginning {
  /** Opens the file for further lines. */
  open(): number;
  /** Cancels writing. */
  forget(): void;
  /** Text before the first line: a missing line break. */
  readonly separator: string;
}

/**
 * A file of lines that grows during a run. An interruption keeps the lines so far. If the name ends
 * in `.gz`, each chunk is compressed separately: together they form a valid file, and an incomplete
 * chunk does not affect the others. An existing file is unchanged until the first write, so a run
 * that is refused before does not change it.
 */
export class ResumableOutput {
  static readonly #open = new Set<ResumableOutput>();
  readonly #name: string;
  readonly #beginning: Beginning;
  readonly #removeHandler: () => void;
  #descriptor: number | undefined;
  #pending = "";
  /** After a failure, the last line may be incomplete: no line may follow. */
  #isBroken = false;

  private constructor(name: string, beginning: Beginning) {
    this.#name = name;
    this.#beginning = beginning;
    ResumableOutput.#open.add(this);
    this.#removeHandler = onInterrupt(() => {
      this.#end();
    });
  }

  /** Opens a file to resume after n lines; creates its folder if necessary. */
  static async open(name: string, lines: number): Promise<ResumableOutput> {
    try {
      const { path, kind } = placeOf(name);
      if (kind === "missing") makeFolder(dirname(path));
      if (kind !== "file" || lines === 0) return new ResumableOutput(name, anew(path, kind));
      const isZipped = isCompressed(name);
      const beginning = isZipped ? await firstCopied(path, name, lines) : await cutAt(path, lines);
      return new ResumableOutput(name, beginning);
    } catch (error) {
      throw fileError(error, name, "written");
    }
  }

  /** Closes all open files, when a command ends early. */
  static closeAll(): void {
    for (const file of ResumableOutput.#open) file.close();
  }

  /** Adds a line, which is written together with others. */
  add(line: string): void {
    this.#pending += `${line}\n`;
    if (this.#pending.length >= CHUNK_SIZE) this.#flush();
  }

  /** Writes pending lines now. */
  flush(): void {
    this.#flush();
  }

  /** Writes pending lines. Closing twice has no effect. */
  close(): void {
    ResumableOutput.#open.delete(this);
    this.#removeHandler();
    this.#end();
  }

  #end(): void {
    this.#flush();
    if (this.#descriptor === undefined) this.#beginning.forget();
    else closeSync(this.#descriptor);
    this.#descriptor = undefined;
    this.#isBroken = true;
  }

  #flush(): void {
    const lines = this.#pending;
    this.#pending = "";
    if (lines === "" || this.#isBroken) return;
    try {
      const text = this.#descriptor === undefined ? this.#beginning.separator + lines : lines;
      this.#descriptor ??= this.#beginning.open();
      appendFileSync(this.#descriptor, isCompressed(this.#name) ? gzipSync(text) : text);
    } catch (error) {
      this.#isBroken = true;
      throw fileError(error, this.#name, "written");
    }
  }
}

/** Replaces the whole file; a device keeps nothing. */
function anew(path: string, kind: string): Beginning {
  return {
    open: () => openSync(path, kind === "device" ? "a" : "w"),
    forget: () => undefined,
    separator: "",
  };
}

/** Keeps the first lines of a file, and truncates the rest. */
async function cutAt(path: string, lines: number): Promise<Beginning> {
  const file = await open(path, "r");
  const end = await endOfLine(file, lines).finally(() => file.close());
  return {
    open() {
      const descriptor = openSync(path, "a");
      if (end !== undefined) ftruncateSync(descriptor, end);
      return descriptor;
    },
    forget: () => undefined,
    separator: end === undefined ? "\n" : "",
  };
}

/** Keeps the first lines of a compressed file, by copying them to a temporary file. */
async function firstCopied(path: string, name: string, lines: number): Promise<Beginning> {
  const partial = runFile(path, "partial");
  const forget = (): void => {
    rmSync(partial, { force: true });
  };
  const callOff = onInterrupt(forget);
  try {
    writeFileSync(partial, "");
    for await (const text of pieces(name, lines)) appendFileSync(partial, gzipSync(text));
  } catch (error) {
    forget();
    throw error;
  } finally {
    callOff();
  }
  return {
    open() {
      renameOver(partial, path);
      return openSync(path, "a");
    },
    forget,
    separator: "",
  };
}

/** Yields the first lines of a file, in batches. */
async function* pieces(name: string, lines: number): AsyncGenerator<string> {
  let chunk = "";
  let left = lines;
  for await (const line of linesIfAny(name)) {
    chunk += `${line}\n`;
    left--;
    if (left === 0) break;
    if (chunk.length < CHUNK_SIZE) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

/** The position of the end of line n; undefined if the file ends before. */
async function endOfLine(file: FileHandle, n: number): Promise<number | undefined> {
  const chunk = Buffer.alloc(CHUNK_SIZE);
  let start = 0;
  for (let left = n; left > 0;) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK_SIZE, start);
    if (bytesRead === 0) return undefined;
    let at = -1;
    while (left > 0 && (at = chunk.subarray(0, bytesRead).indexOf(LINE_FEED, at + 1)) >= 0) left--;
    if (left === 0) return start + at + 1;
    start += bytesRead;
  }
  return 0;
}
