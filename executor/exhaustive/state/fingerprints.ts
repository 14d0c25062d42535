/** Shortens states to fixed-length hashes. */
import type { Sha256 } from "../../../lib/crypto/sha256.js";

/** Half of a SHA-256, in hex: 128 bits. */
const DIGITS = 32;

/** Number of texts whose fingerprints are cached. */
const MOST_CACHED = 200_000;

/**
 * Short hashes of texts, equal on every machine. That two of n texts share a fingerprint by chance
 * has a probability below n²/2¹²⁹: for ten million texts, 1.5 in 10²⁵.
 */
export class Fingerprints {
  readonly #sha256: Sha256;
  #cached = new Map<string, string>();

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  of(text: string): string {
    const known = this.#cached.get(text);
    if (known !== undefined) return known;
    const fingerprint = this.once(text);
    if (this.#cached.size >= MOST_CACHED) this.#cached = new Map();
    this.#cached.set(text, fingerprint);
    return fingerprint;
  }

  /** The same for a text that will hardly recur: not cached. */
  once(text: string): string {
    return this.#sha256(text).slice(0, DIGITS);
  }
}
