import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { invariant } from "../protocol/assert.js";
import type { Encodable } from "../protocol/crypto.js";
import type { Digest } from "../protocol/ids.js";
import { encodeTagged } from "./encoding.js";

const LONE_SURROGATE = /\p{Surrogate}/u;

/** SHA-256 of the canonical encoding, in hex. */
export function sha256Digest(tag: string, fields: readonly Encodable[]): Digest {
  const text = encodeTagged(tag, fields);
  invariant(
    !LONE_SURROGATE.test(text),
    "hashed text is well-formed Unicode, so UTF-8 is injective",
  );
  return bytesToHex(sha256(utf8ToBytes(text))) as Digest;
}
