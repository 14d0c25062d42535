/** SHA-256 digests over lines of text. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-256 over lines, as they come. */
export class LineDigest {
  readonly #hash = sha256.create();

  add(line: string): void {
    this.#hash.update(utf8ToBytes(`${line}\n`));
  }

  /** In hexadecimal. Lines may still be added afterwards. */
  hex(): string {
    return bytesToHex(this.#hash.clone().digest());
  }
}

/** The digest of lines that are all there. */
export function digestOf(lines: readonly string[]): string {
  const digest = new LineDigest();
  for (const line of lines) digest.add(line);
  return digest.hex();
}
