/** Shortens states to fixed-length hashes. */
import type { Sha256 } from "../../../lib/crypto/sha256.js";

/** Half of a SHA-256, in hex: 128 bits. */
const DIGITS = 32;

/** So many texts have their fingerprints remembered. */
const MOST_REMEMBERED = 200_000;

/**
 * Short names for texts, the same on every machine. That two of n texts share a fingerprint by
 * chance has a probability below n²/2¹²⁹: for ten million texts, 1.5 in 10²⁵.
 */
export class Fingerprints {
  readonly #sha256: Sha256;
  #known = new Map<string, string>();

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  of(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const fingerprint = this.once(text);
    if (this.#known.size >= MOST_REMEMBERED) this.#known = new Map();
    this.#known.set(text, fingerprint);
    return fingerprint;
  }

  /** The same for a text that will hardly come again. */
  once(text: string): string {
    return this.#sha256(text).slice(0, DIGITS);
  }
}
