/** Gathers texts into chunks of bytes in reused memory. */

/** The size of a chunk in bytes; a longer text becomes a chunk of its own. */
const CHUNK_SIZE = 1 << 16;
/** Largest number of bytes for a UTF-16 code unit in UTF-8. */
const WIDEST = 3;

/**
 * Gathers texts into chunks of bytes in reused memory: strings that outlive a garbage collection
 * would make the heap grow.
 */
export class ChunkBuffer {
  readonly #emit: (bytes: Uint8Array) => Promise<void>;
  readonly #chunk = Buffer.allocUnsafe(CHUNK_SIZE);
  #filled = 0;

  /** `emit` resolves when the bytes are no longer needed. */
  constructor(emit: (bytes: Uint8Array) => Promise<void>) {
    this.#emit = emit;
  }

  /** Resolves when more may come. */
  async write(text: string): Promise<void> {
    const most = text.length * WIDEST;
    if (this.#filled + most > CHUNK_SIZE) await this.flush();
    if (most > CHUNK_SIZE) await this.#emit(Buffer.from(text));
    else this.#filled += this.#chunk.write(text, this.#filled);
  }

  /** Passes on the bytes gathered so far. */
  async flush(): Promise<void> {
    const bytes = this.#chunk.subarray(0, this.#filled);
    this.#filled = 0;
    if (bytes.length > 0) await this.#emit(bytes);
  }
}
