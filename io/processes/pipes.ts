/** Blocking pipes to a child process: named ones, since Node's own never block. */
import { spawnSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants;

/** A longer line of a child is not read to its end, in bytes. */
const LONGEST_ANSWER = 16 << 20;
const CHUNK = 1 << 16;
const NEWLINE = 10;

/** Both ends of a named pipe. */
interface PipeEnds {
  readonly reading: number;
  readonly writing: number;
}

/** A child wrote a line that is not read to its end: the beginning of it. */
export class LongLine extends Error {}

/** A named pipe is there only for POSIX systems. */
export class NoPipes extends Error {}

/** The standard input and output of a child, as the tool has them. Its methods block. */
export class Pipes {
  /** The folder with the pipes, `in` and `out`. */
  readonly folder: string;
  /** The ends for the child, to be closed when it has them. */
  readonly childInput: number;
  readonly childOutput: number;
  readonly #input: number;
  readonly #output: number;
  readonly #chunk = Buffer.allocUnsafe(CHUNK);
  /** What was read after the last line. */
  #rest: Buffer = Buffer.alloc(0);

  /** Throws {@link NoPipes} where the system has no named pipes. */
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "twins-"));
    const paths = ["in", "out"].map((name) => join(this.folder, name));
    const made = spawnSync("mkfifo", ["-m", "600", ...paths]);
    if (made.status !== 0) {
      this.remove();
      throw new NoPipes("named pipes (mkfifo) are not there");
    }
    const [input, output] = paths.map(openBoth);
    this.childInput = input?.reading ?? -1;
    this.#input = input?.writing ?? -1;
    this.childOutput = output?.writing ?? -1;
    this.#output = output?.reading ?? -1;
  }

  /** Closes what only the child has from now on. */
  closeChildEnds(): void {
    closeSync(this.childInput);
    closeSync(this.childOutput);
  }

  /** Closes the rest: a child that reads finds the end of its input. */
  close(): void {
    closeSync(this.#input);
    closeSync(this.#output);
    this.remove();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes all of a text. Throws when nobody reads it. */
  write(text: string): void {
    const bytes = Buffer.from(text, "utf8");
    for (let at = 0; at < bytes.length;) at += writeSync(this.#input, bytes, at);
  }

  /** The next line, without its end; undefined if the pipe ends. Throws {@link LongLine}. */
  readLine(): string | undefined {
    const parts: Buffer[] = [];
    let length = 0;
    let part = this.#rest;
    for (;;) {
      const end = part.indexOf(NEWLINE);
      if (end >= 0) {
        this.#rest = Buffer.from(part.subarray(end + 1));
        parts.push(part.subarray(0, end));
        return Buffer.concat(parts).toString("utf8");
      }
      parts.push(Buffer.from(part));
      length += part.length;
      if (length > LONGEST_ANSWER) throw new LongLine(beginningOf(parts));
      const read = readSync(this.#output, this.#chunk, 0, CHUNK, null);
      if (read === 0) return undefined;
      part = this.#chunk.subarray(0, read);
    }
  }
}

const SHOWN = 1000;

const beginningOf = (parts: readonly Buffer[]): string =>
  Buffer.concat(parts).subarray(0, SHOWN).toString("utf8");

/** Opens both ends, of which neither waits for the other any more. */
function openBoth(path: string): PipeEnds {
  const opener = openSync(path, O_RDONLY | O_NONBLOCK);
  const writing = openSync(path, O_WRONLY);
  const reading = openSync(path, O_RDONLY);
  closeSync(opener);
  return { reading, writing };
}

/**
 * Ends a wait at a child's pipes although something still holds their other ends: whoever reads
 * gets an empty line, and whoever writes is read.
 */
export function unblock(folder: string): void {
  attempt(() => {
    const output = openSync(join(folder, "out"), O_WRONLY | O_NONBLOCK);
    writeSync(output, "\n");
    closeSync(output);
  });
  attempt(() => {
    const input = openSync(join(folder, "in"), O_RDONLY | O_NONBLOCK);
    readSync(input, Buffer.allocUnsafe(CHUNK), 0, CHUNK, null);
    closeSync(input);
  });
}

/** A pipe that is closed or full by now needs no help. */
function attempt(doing: () => void): void {
  try {
    doing();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}
