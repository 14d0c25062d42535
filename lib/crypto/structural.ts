/** The signature suite "structural": ideal signatures, fast and unforgeable by construction. */
import type { CryptoSuite, Encodable, Hasher } from "../protocol/crypto.js";
import type { Digest, Identity, Signature } from "../protocol/ids.js";
import { Interner } from "./interner.js";

/** Takes note of what a digest was made of. */
export type Remember = (digest: Digest, fields: readonly Encodable[]) => void;

/** An interner that has more places is replaced by a new one. */
const MOST_PLACES = 100_000;

/**
 * Ideal signatures: a token that names the signer and the digest. Nodes run correct code and never
 * forge, so bulk runs lose nothing by it. Give a real hash function to a run that is long, or that
 * writes digests to files: those of the ideal one mean something within one suite only, which
 * remembers them all.
 */
export const structuralSuite = (hasher: Hasher = idealHasher()): CryptoSuite =>
  suiteOf(hasher, tokenOf);

const tokenOf = (signer: Identity, digest: Digest): Signature => `${signer}/${digest}` as Signature;

/**
 * Makes structural suites for one run after the other. Each numbers what it meets from the
 * beginning, so that no run depends on another; what they share are the strings and the tables by
 * which trees are found.
 */
export function structuralSuites(): () => CryptoSuite {
  let interner = new Interner();
  let tokens = new Tokens();
  const token = (signer: Identity, digest: Digest): Signature => tokens.of(signer, digest);
  return () => {
    if (interner.size > MOST_PLACES) {
      interner = new Interner();
      tokens = new Tokens();
    }
    return suiteOf(idealHasher(undefined, interner), token);
  };
}

const suiteOf = (hasher: Hasher, token: typeof tokenOf): CryptoSuite => ({
  name: "structural",
  hash: (tag, fields) => hasher.hash(tag, fields),
  verify: (signer, digest, signature) => signature === token(signer, digest),
  signerOf: (identity) => ({ sign: (digest) => token(identity, digest) }),
});

/**
 * A tree's hash is its number of appearance, hence injective. `remember` is told of each digest
 * when it first appears. Hashers may share an interner: it finds trees, and gives no numbers.
 */
export function idealHasher(remember?: Remember, interner: Interner = new Interner()): Hasher {
  /** By the place of the tree. */
  const digests = new Map<number, Digest>();
  return {
    hash(tag: string, fields: readonly Encodable[]): Digest {
      const place = interner.placeOf(tag, fields);
      const known = digests.get(place);
      if (known !== undefined) return known;
      const digest = interner.nameOf(tag, digests.size) as Digest;
      digests.set(place, digest);
      remember?.(digest, fields);
      return digest;
    },
  };
}

/** The tokens of all signers: each is the same string every time, so that comparing is cheap. */
class Tokens {
  readonly #bySigner = new Map<string, Map<Digest, Signature>>();

  of(signer: Identity, digest: Digest): Signature {
    let tokens = this.#bySigner.get(signer);
    if (tokens === undefined) {
      tokens = new Map();
      this.#bySigner.set(signer, tokens);
    }
    const known = tokens.get(digest);
    if (known !== undefined) return known;
    const token = tokenOf(signer, digest);
    tokens.set(digest, token);
    return token;
  }
}
