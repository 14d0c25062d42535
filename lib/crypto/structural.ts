/** The signature suite "structural": ideal signatures, fast and unforgeable by construction. */
import type { CryptoSuite, Encodable, Hasher } from "../protocol/crypto.js";
import type { Digest, Signature } from "../protocol/ids.js";
import { encodeTagged } from "./encoding.js";

/** Takes note of what a digest was made of. */
export type Remember = (digest: Digest, fields: readonly Encodable[]) => void;

/**
 * Ideal signatures: a token that names the signer and the digest. Nodes run correct code and never
 * forge, so bulk runs lose nothing by it. Give a real hash function to a run that is long, or that
 * writes digests to files: those of the ideal one mean something within one suite only, which
 * remembers them all.
 */
export function structuralSuite(hasher: Hasher = idealHasher()): CryptoSuite {
  const token = (signer: string, digest: Digest) => `${signer}/${digest}` as Signature;
  return {
    name: "structural",
    hash: (tag, fields) => hasher.hash(tag, fields),
    verify: (signer, digest, signature) => signature === token(signer, digest),
    signerOf: (identity) => ({ sign: (digest) => token(identity, digest) }),
  };
}

/**
 * A tree's hash is its number of appearance, hence injective. `remember` is told of each digest
 * when it first appears.
 */
export function idealHasher(remember?: Remember): Hasher {
  const digests = new Map<string, Digest>();
  return {
    hash(tag: string, fields: readonly Encodable[]): Digest {
      const tree = encodeTagged(tag, fields);
      const known = digests.get(tree);
      if (known !== undefined) return known;
      const digest = `${tag}#${digests.size}` as Digest;
      digests.set(tree, digest);
      remember?.(digest, fields);
      return digest;
    },
  };
}
