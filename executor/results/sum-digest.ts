/** A digest of many texts that is the sum of the digests of its parts. */
import { nodeSha256 } from "../../io/node-sha256.js";

const BITS = 256n;
const MODULUS = 1n << BITS;
const HEX_DIGITS = Number(BITS) / 4;

/**
 * The sum of the SHA-256 hashes of texts, modulo 2^256: AdHash of Bellare and Micciancio, "A New
 * Paradigm for Collision-Free Hashing: Incrementality at Reduced Cost" (EUROCRYPT 1997). The order
 * of the texts does not matter, and the sums of disjoint parts add up to that of the whole. It
 * tells results apart that differ by accident; it is no protection against forgery.
 */
export class SumDigest {
  #sum = 0n;

  /** Adds a text. */
  add(text: string): void {
    this.addSum(nodeSha256(text));
  }

  /** Adds all texts of another sum, in hexadecimal. */
  addSum(hex: string): void {
    this.#sum = (this.#sum + BigInt(`0x${hex}`)) % MODULUS;
  }

  /** In hexadecimal. More may still be added afterwards. */
  hex(): string {
    return this.#sum.toString(16).padStart(HEX_DIGITS, "0");
  }
}
