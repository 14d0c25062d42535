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
  sign(digest: Digest): Signature;
}

/** Checks signatures of any replica or client. Never throws: whatever is wrong is `false`. */
export interface Verifier {
  verify(signer: Identity, digest: Digest, signature: Signature): boolean;
}

/**
 * A signature scheme with a hash function. A suite may remember what it has verified; that changes
 * speed, never an answer.
 */
export interface CryptoSuite extends Hasher, Verifier {
  readonly name: string;
  signerOf(identity: Identity): Signer;
}
