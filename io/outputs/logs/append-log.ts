/**
 * A file of lines that is only appended to, each line flushed to disk; repairs a torn last line.
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { LARGEST_LOG, MOST_LOG_LINES } from "../../../lib/scenario/input/limits.js";
import { InputError } from "../../../lib/scenario/input/problem.js";
import { fileError } from "../../failure.js";

const LINE_FEED = 10;

/**
 * A file of lines that only grows, each line on the disk when `append` returns. A line that a crash
 * tore is recognised when the file is opened, and is no line of it: nobody was told of it. It is
 * cut off before anything is added, and not sooner, so that a run that is refused changes nothing.
 */
export class AppendLog {
  readonly #path: string;
  readonly #descriptor: number;
  /** Whether the file ended in an incomplete line. */
  readonly wasTorn: boolean;
  /** Where a torn line begins that is still to be cut off. */
  #tornFrom: number | undefined;

  /** Opens a file, and creates it if necessary. Throws {@link InputError}, also if it is large. */
  constructor(path: string) {
    this.#path = path;
    try {
      this.#descriptor = openSync(path, "a+");
      if (fstatSync(this.#descriptor).size > LARGEST_LOG) {
        throw tooLarge(path, `at most ${LARGEST_LOG} bytes`);
      }
      const text = readFileSync(path);
      const end = text.lastIndexOf(LINE_FEED) + 1;
      this.wasTorn = end < text.length;
      this.#tornFrom = this.wasTorn ? end : undefined;
    } catch (error) {
      throw fileError(error, path, "written");
    }
  }

  /** Cuts a torn line off. Throws {@link ToolFailure} when it cannot. */
  repair(): void {
    if (this.#tornFrom === undefined) return;
    try {
      ftruncateSync(this.#descriptor, this.#tornFrom);
      fsyncSync(this.#descriptor);
      this.#tornFrom = undefined;
    } catch (error) {
      throw fileError(error, this.#path, "written");
    }
  }

  /** Adds a line. Throws {@link ToolFailure} when it cannot be written. */
  append(line: string): void {
    this.repair();
    try {
      writeAll(this.#descriptor, Buffer.from(`${line}\n`));
      fsyncSync(this.#descriptor);
    } catch (error) {
      throw fileError(error, this.#path, "written");
    }
  }

  /**
   * All whole lines so far, as the disk has them. O(size of the file). Throws {@link InputError} if
   * there are too many.
   */
  lines(): readonly string[] {
    try {
      const lines = readFileSync(this.#path, "utf8").split("\n", MOST_LOG_LINES + 2);
      if (lines.length > MOST_LOG_LINES + 1) {
        throw tooLarge(this.#path, `at most ${MOST_LOG_LINES} lines`);
      }
      return lines.slice(0, -1);
    } catch (error) {
      throw fileError(error, this.#path, "read");
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function tooLarge(path: string, allowed: string): InputError {
  return new InputError([{ path: "", wrong: "is too large to go on from", allowed }], path);
}

/** Writes all bytes: a single write may write fewer. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(descriptor, bytes, written);
  }
}
