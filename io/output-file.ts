import { createWriteStream, rmSync } from "node:fs";
import type { WriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { once } from "node:events";
import { dirname } from "node:path";
import { finished, pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Gzip } from "node:zlib";
import { onInterrupt } from "./interrupt.js";

/** Text is handed on in pieces of about this many characters. */
const PIECE = 1 << 16;

/**
 * A file that appears whole or not at all: it is written beside its place and renamed when it is
 * complete. An interruption removes what there is. Compressed when the name ends in `.gz`.
 */
export class OutputFile {
  readonly #path: string;
  readonly #partial: string;
  readonly #file: WriteStream;
  readonly #sink: WriteStream | Gzip;
  readonly #written: Promise<unknown>;
  readonly #forget: () => void;
  #pending = "";

  private constructor(path: string) {
    this.#path = path;
    this.#partial = `${path}.${process.pid}.partial`;
    this.#file = createWriteStream(this.#partial);
    if (path.endsWith(".gz")) {
      const gzip = createGzip();
      this.#sink = gzip;
      this.#written = pipeline(gzip, this.#file);
    } else {
      this.#sink = this.#file;
      this.#written = finished(this.#file);
    }
    this.#written.catch(() => undefined);
    this.#forget = onInterrupt(() => {
      rmSync(this.#partial, { force: true });
    });
  }

  /** Opens the file, and its folder if need be. Rejects when that is not possible. */
  static async open(path: string): Promise<OutputFile> {
    await mkdir(dirname(path), { recursive: true });
    const output = new OutputFile(path);
    await Promise.race([once(output.#file, "open"), output.#written]);
    return output;
  }

  /** Writes text; resolves when more may come. */
  async write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length >= PIECE) await this.#flush();
  }

  /** Puts the complete file in its place. */
  async commit(): Promise<void> {
    await this.#flush();
    this.#sink.end();
    await this.#written;
    await rename(this.#partial, this.#path);
    this.#forget();
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.#file.destroy();
    rmSync(this.#partial, { force: true });
    this.#forget();
  }

  async #flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = "";
    if (text === "" || this.#sink.write(text)) return;
    await Promise.race([once(this.#sink, "drain"), this.#written]);
  }
}
