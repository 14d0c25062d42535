/** SHA-256 digests of encoded trees. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { invariant } from "../protocol/assert.js";
import type { Encodable, Hasher } from "../protocol/crypto.js";
import type { Digest } from "../protocol/ids.js";
import { encodeTagged } from "./encoding.js";

const LONE_SURROGATE = /\p{Surrogate}/u;

/** SHA-256 over UTF-8, in hex. Implementations are equal; they differ in speed. */
export type Sha256 = (text: string) => string;

const portableSha256: Sha256 = (text) => bytesToHex(sha256(utf8ToBytes(text)));

/** SHA-256 of the canonical encoding, in hex. */
export const sha256Digest = (tag: string, fields: readonly Encodable[]): Digest =>
  digestOf(portableSha256, tag, fields);

/** The same by another implementation. */
export const sha256Hasher = (implementation: Sha256): Hasher => ({
  hash: (tag, fields) => digestOf(implementation, tag, fields),
});

function digestOf(implementation: Sha256, tag: string, fields: readonly Encodable[]): Digest {
  const text = encodeTagged(tag, fields);
  invariant(
    !LONE_SURROGATE.test(text),
    "hashed text is well-formed Unicode, so UTF-8 is injective",
  );
  return implementation(text) as Digest;
}
