/**
 * A file of lines that is only appended to, each line flushed to disk; repairs a torn last line.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { fileError } from "../failure.js";

const LINE_FEED = 10;

/**
 * A file of lines that only grows. Each line is on disk when `append` returns. An incomplete last
 * line after a crash is removed when the file is opened; no caller has relied on it.
 */
export class AppendLog {
  readonly #path: string;
  readonly #descriptor: number;
  /** Whether the file ended in an incomplete line. */
  readonly wasTorn: boolean;

  /** Opens a file, and creates it if necessary. Throws {@link InputError}. */
  constructor(path: string) {
    this.#path = path;
    try {
      this.#descriptor = openSync(path, "a+");
      const text = readFileSync(path);
      const end = text.lastIndexOf(LINE_FEED) + 1;
      this.wasTorn = end < text.length;
      if (this.wasTorn) {
        ftruncateSync(this.#descriptor, end);
        fsyncSync(this.#descriptor);
      }
    } catch (error) {
      throw fileError(error, path, "written");
    }
  }

  /** Appends a line. Throws {@link ToolFailure} if it cannot be written. */
  append(line: string): void {
    try {
      writeAll(this.#descriptor, Buffer.from(`${line}\n`));
      fsyncSync(this.#descriptor);
    } catch (error) {
      throw fileError(error, this.#path, "written");
    }
  }

  /** All lines, as on disk. O(size of the file). */
  lines(): readonly string[] {
    try {
      return readFileSync(this.#path, "utf8").split("\n").slice(0, -1);
    } catch (error) {
      throw fileError(error, this.#path, "read");
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** Writes all bytes: a single write may write fewer. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(descriptor, bytes, written);
  }
}
