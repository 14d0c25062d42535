import { once } from "node:events";
import { createWriteStream, rmSync } from "node:fs";
import type { WriteStream } from "node:fs";
import { realpath, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { finished, pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Gzip } from "node:zlib";
import { InputError } from "../../lib/scenario/problem.js";
import { fileError } from "../failure.js";
import { makeFolder } from "./folder.js";
import { onInterrupt } from "../interrupt.js";
import { Pieces } from "./pieces.js";
import { isCompressed } from "../read.js";

/**
 * A file that appears whole or not at all: it is written beside its place and renamed when it is
 * complete. An interruption removes what there is. Compressed when the name ends in `.gz`. What
 * exists and is no regular file (a device, a pipe) is written to in its place.
 */
export class OutputFile {
  readonly #name: string;
  readonly #place: Place;
  readonly #file: WriteStream;
  readonly #sink: WriteStream | Gzip;
  readonly #written: Promise<unknown>;
  readonly #forget: () => void;
  /** Whoever waits for bytes to be written waits no longer. */
  #abandon: (error: unknown) => void = () => undefined;
  readonly #pieces = new Pieces((bytes) => this.#handOn(bytes));

  private constructor(name: string, place: Place) {
    this.#name = name;
    this.#place = place;
    this.#file = createWriteStream(place.partial);
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
    this.#forget = onInterrupt(() => {
      this.#remove();
    });
  }

  /** Opens the file, and its folder if need be. Throws {@link InputError} if it cannot be. */
  static async open(name: string): Promise<OutputFile> {
    try {
      await makeFolder(dirname(name));
      const output = new OutputFile(name, await placeOf(name));
      await output.#opened();
      return output;
    } catch (error) {
      throw fileError(error, name, "written");
    }
  }

  /** Writes text; resolves when more may come. Throws {@link ToolFailure} when it cannot. */
  async write(text: string): Promise<void> {
    await this.#named(() => this.#pieces.write(text));
  }

  /** Puts the complete file in its place. */
  async commit(): Promise<void> {
    await this.#named(async () => {
      await this.#pieces.flush();
      this.#sink.end();
      await this.#written;
      const { path, partial } = this.#place;
      if (partial !== path) await rename(partial, path);
    });
    this.#forget();
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.#file.destroy();
    this.#remove();
    this.#forget();
  }

  async #opened(): Promise<void> {
    try {
      await Promise.race([once(this.#file, "open"), this.#written]);
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  /**
   * Resolves when the bytes are no longer needed. Not a race against `#written`: a promise keeps
   * everybody who ever raced against it.
   */
  #handOn(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#abandon = reject;
      this.#sink.write(bytes, (error) => {
        // What went wrong first says more than that the stream is closed.
        if (error) this.#written.catch(reject);
        else resolve();
      });
    });
  }

  #remove(): void {
    const { path, partial } = this.#place;
    if (partial !== path) rmSync(partial, { force: true });
  }

  async #named(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw fileError(error, this.#name, "written");
    }
  }
}

interface Place {
  readonly path: string;
  /** Where it is written until it is complete. */
  readonly partial: string;
}

/** A link is followed, so that it stays a link. */
async function placeOf(name: string): Promise<Place> {
  const path = await realpath(name).catch(() => name);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) throw isDirectory(name);
  const isSpecial = found?.isFile() === false;
  return { path, partial: isSpecial ? path : `${path}.${process.pid}.partial` };
}

const isDirectory = (name: string): InputError =>
  new InputError([{ path: "", wrong: "is a folder", allowed: "a file" }], name);
