/** Writes a file that appears only when it is complete. */
import { once } from "node:events";
import { createWriteStream, openSync, rmSync } from "node:fs";
import type { WriteStream } from "node:fs";
import { dirname } from "node:path";
import { finished, pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Gzip } from "node:zlib";
import { unreachable } from "../../lib/protocol/assert.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import { fileError } from "../failure.js";
import { makeFolder } from "./folder.js";
import { onInterrupt } from "../interrupt.js";
import { isCompressed } from "../files/read.js";
import { holdPipe } from "./pipe.js";
import { ChunkBuffer } from "./logs/chunk-buffer.js";
import { placeOf, WORDS } from "./place.js";
import { renameOver } from "./rename.js";
import { runFile } from "./run-files.js";

/**
 * A file that appears complete or not at all, even after a crash: it is written to a temporary file
 * and renamed when complete. An interruption removes the temporary file. If the name ends in `.gz`,
 * it is compressed. Links are followed and kept. Devices and pipes are written to directly.
 */
export class OutputFile {
  readonly #name: string;
  readonly #target: Target;
  readonly #file: WriteStream;
  readonly #sink: WriteStream | Gzip;
  readonly #written: Promise<unknown>;
  readonly #removeHandler: () => void;
  /** Rejects the pending write. */
  #abandon: (error: unknown) => void = () => undefined;
  readonly #chunks = new ChunkBuffer((bytes) => this.#emit(bytes));

  private constructor(name: string, target: Target) {
    this.#name = name;
    this.#target = target;
    const { path, partial } = target;
    // Before the file is there, and that at once: a signal leaves nothing behind.
    this.#removeHandler = onInterrupt(() => {
      this.#remove();
    });
    this.#file =
      partial === null
        ? createWriteStream(path)
        : createWriteStream(partial, { fd: openSync(partial, "w"), flush: true });
    if (isCompressed(name)) {
      const gzip = createGzip();
      this.#sink = gzip;
      this.#written = pipeline(gzip, this.#file);
    } else {
      this.#sink = this.#file;
      this.#written = finished(this.#file);
    }
    this.#written.catch((error: unknown) => {
      this.#abandon(error);
    });
  }

  /** Opens the file, and creates its folder if necessary. Throws {@link InputError} on failure. */
  static async open(name: string): Promise<OutputFile> {
    try {
      const target = targetOf(name);
      const release = target.isPipe ? await holdPipe(name) : undefined;
      try {
        const output = new OutputFile(name, target);
        await output.#opened();
        return output;
      } finally {
        release?.();
      }
    } catch (error) {
      throw fileError(error, name, "written");
    }
  }

  /** Writes text; resolves when it accepts more. Throws {@link ToolFailure} on failure. */
  async write(text: string): Promise<void> {
    await this.#named(() => this.#chunks.write(text));
  }

  /** Renames the complete file to its final name. */
  async commit(): Promise<void> {
    await this.#named(async () => {
      await this.#chunks.flush();
      this.#sink.end();
      await this.#written;
      const { path, partial } = this.#target;
      if (partial !== null) renameOver(partial, path);
    });
    this.#removeHandler();
  }

  /** Removes the temporary file. */
  discard(): void {
    this.#file.destroy();
    this.#remove();
    this.#removeHandler();
  }

  async #opened(): Promise<void> {
    if (this.#target.partial !== null) return;
    try {
      await Promise.race([once(this.#file, "open"), this.#written]);
    } catch (error) {
      this.#removeHandler();
      throw error;
    }
  }

  /**
   * Resolves when the bytes are no longer needed. Not a race against `#written`: a promise keeps
   * everybody who ever raced against it.
   */
  #emit(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#abandon = reject;
      this.#sink.write(bytes, (error) => {
        // The first error is more informative than that the stream is closed.
        if (error) this.#written.catch(reject);
        else resolve();
      });
    });
  }

  #remove(): void {
    const { partial } = this.#target;
    if (partial !== null) rmSync(partial, { force: true });
  }

  async #named(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw fileError(error, this.#name, "written");
    }
  }
}

interface Target {
  readonly path: string;
  /** The temporary file; null if the output is written directly. */
  readonly partial: string | null;
  readonly isPipe: boolean;
}

function targetOf(name: string): Target {
  const { path, kind } = placeOf(name);
  switch (kind) {
    case "missing":
      makeFolder(dirname(path));
      return { path, partial: runFile(path, "partial"), isPipe: false };
    case "file":
      return { path, partial: runFile(path, "partial"), isPipe: false };
    case "pipe":
    case "device":
    case "descriptor":
      return { path, partial: null, isPipe: kind === "pipe" };
    case "folder":
    case "socket":
    case "disk":
      throw new InputError([{ path: "", wrong: `is ${WORDS[kind]}`, allowed: "a file" }], name);
    default:
      return unreachable(kind);
  }
}
