import type { CryptoSuite, Encodable } from "../protocol/crypto.js";
import type { Digest, Signature } from "../protocol/ids.js";
import { encodeTagged } from "./encoding.js";

/** Takes note of what a digest was made of. */
export type Remember = (digest: Digest, fields: readonly Encodable[]) => void;

/**
 * Ideal signatures: a token that names the signer and the digest. Twins run correct code and never
 * forge, so bulk runs lose nothing by it, and a hash is ideal too: the tree's number of appearance,
 * hence injective. A suite's digests mean something within that suite only. `remember` is told of
 * each digest when it first appears.
 */
export function structuralSuite(remember?: Remember): CryptoSuite {
  const digests = new Map<string, Digest>();
  const token = (signer: string, digest: Digest) => `${signer}/${digest}` as Signature;
  return {
    name: "structural",
    hash(tag: string, fields: readonly Encodable[]): Digest {
      const tree = encodeTagged(tag, fields);
      const known = digests.get(tree);
      if (known !== undefined) return known;
      const digest = `${tag}#${digests.size}` as Digest;
      digests.set(tree, digest);
      remember?.(digest, fields);
      return digest;
    },
    verify: (signer, digest, signature) => signature === token(signer, digest),
    signerOf: (replica) => ({ sign: (digest) => token(replica, digest) }),
  };
}
