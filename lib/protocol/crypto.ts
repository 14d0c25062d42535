/** The interface of a signature suite: hashing, signing and verifying. */
import type { Digest, Identity, Signature } from "./ids.js";

/** What can be hashed: trees of strings and whole numbers, with null for the paper's ⊥. */
export type Encodable = string | number | null | readonly Encodable[];

/** A hash over a tagged tree; equal digests mean equal tags and equal trees. */
export interface Hasher {
  /** `tag` separates domains: a vote's digest never equals a timeout's. */
  hash(tag: string, fields: readonly Encodable[]): Digest;
}

/** Signs as one identity. */
export interface Signer {
  /** This identity's signature over a digest. Equal digests give equal signatures. */
  sign(digest: Digest): Signature;
}

/** Checks signatures of any replica or client. Never throws: whatever is wrong is `false`. */
export interface Verifier {
  /** Whether a signature is that of this signer over this digest. */
  verify(signer: Identity, digest: Digest, signature: Signature): boolean;
}

/**
 * A signature scheme with a hash function. A suite may remember what it has verified; that changes
 * speed, never an answer.
 */
export interface CryptoSuite extends Hasher, Verifier {
  /** Its name in configs and reports. */
  readonly name: string;
  /** Signs with the key of an identity, which is made if there is none yet. */
  signerOf(identity: Identity): Signer;
}
