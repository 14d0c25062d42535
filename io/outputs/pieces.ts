/** Bytes are handed on in pieces of at most so many, as long as no single text is longer. */
const PIECE = 1 << 16;
/** A character of JavaScript takes at most so many bytes. */
const WIDEST = 3;

/**
 * Gathers texts into pieces of bytes, in the same memory again and again: texts that outlive a
 * collection of garbage would make the heap grow.
 */
export class Pieces {
  readonly #handOn: (bytes: Uint8Array) => Promise<void>;
  readonly #piece = Buffer.allocUnsafe(PIECE);
  #filled = 0;

  /** `handOn` resolves when the bytes are no longer needed. */
  constructor(handOn: (bytes: Uint8Array) => Promise<void>) {
    this.#handOn = handOn;
  }

  /** Resolves when more may come. */
  async write(text: string): Promise<void> {
    const most = text.length * WIDEST;
    if (this.#filled + most > PIECE) await this.flush();
    if (most > PIECE) await this.#handOn(Buffer.from(text));
    else this.#filled += this.#piece.write(text, this.#filled);
  }

  /** Hands on what there is. */
  async flush(): Promise<void> {
    const bytes = this.#piece.subarray(0, this.#filled);
    this.#filled = 0;
    if (bytes.length > 0) await this.#handOn(bytes);
  }
}
