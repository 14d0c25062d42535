/** The signature suite "structural": ideal signatures, fast and unforgeable by construction. */
import type { CryptoSuite, Encodable, Hasher, Signer } from "../protocol/crypto.js";
import type { Digest, Identity, Signature } from "../protocol/ids.js";
import { Interner } from "./interner.js";
import { singleCopy, TextMap } from "./text-map.js";

/** Takes note of what a digest was made of. */
export type Remember = (digest: Digest, fields: readonly Encodable[]) => void;

/** More places than these are forgotten between two runs, so that the table fits into a cache. */
const MOST_PLACES = 8000;
/** An interner that knows more texts is replaced by a new one. */
const MOST_TEXTS = 100_000;

/**
 * Ideal signatures: a token that names the signer and the digest. Nodes run correct code and never
 * forge, so bulk runs lose nothing by it. Give a real hash function to a run that is long, or that
 * writes digests to files: those of the ideal one mean something within one suite only, which
 * remembers them all.
 */
export const structuralSuite = (hasher: Hasher = idealHasher()): CryptoSuite => ({
  name: "structural",
  hash: (tag, fields) => hasher.hash(tag, fields),
  verify: (signer, digest, signature) => signature === tokenOf(signer, digest),
  signerOf: (identity) => ({ sign: (digest) => tokenOf(identity, digest) }),
});

const tokenOf = (signer: Identity, digest: Digest): Signature => `${signer}/${digest}` as Signature;

/**
 * Makes structural suites for one run after the other: each suite ends when the next is made. Each
 * numbers what it meets from the beginning, so that no run depends on another; what they share are
 * the strings and the tables by which trees are found.
 */
export function structuralSuites(): () => CryptoSuite {
  let interner = new Interner();
  let tokens = new Tokens();
  return () => {
    if (interner.texts > MOST_TEXTS) {
      interner = new Interner();
      tokens = new Tokens();
    } else if (interner.size > MOST_PLACES) interner.forgetPlaces();
    return new SuiteOfRun(new IdealHasher(interner), tokens);
  };
}

/** A tree's hash is its number of appearance, hence injective. */
class IdealHasher implements Hasher {
  readonly #interner: Interner;
  readonly #remember: Remember | undefined;
  readonly #turn: number;
  #digests = 0;

  constructor(interner: Interner, remember?: Remember) {
    this.#interner = interner;
    this.#remember = remember;
    this.#turn = interner.nextTurn();
  }

  hash(tag: string, fields: readonly Encodable[]): Digest {
    const interner = this.#interner;
    const place = interner.placeOf(tag, fields);
    const known = interner.digestAt(place, this.#turn);
    if (known !== undefined) return known;
    const digest = interner.nameOf(tag, this.#digests++) as Digest;
    interner.setDigest(place, this.#turn, digest);
    this.#remember?.(digest, fields);
    return digest;
  }
}

/** An ideal hasher. `remember` is told of each digest when it first appears. */
export const idealHasher = (remember?: Remember): Hasher =>
  new IdealHasher(new Interner(), remember);

/** A structural suite whose tokens are shared with those of other runs. */
class SuiteOfRun implements CryptoSuite {
  readonly name = "structural";
  readonly #hasher: IdealHasher;
  readonly #tokens: Tokens;

  constructor(hasher: IdealHasher, tokens: Tokens) {
    this.#hasher = hasher;
    this.#tokens = tokens;
  }

  hash(tag: string, fields: readonly Encodable[]): Digest {
    return this.#hasher.hash(tag, fields);
  }

  verify(signer: Identity, digest: Digest, signature: Signature): boolean {
    return this.#tokens.verify(signer, digest, signature);
  }

  signerOf(identity: Identity): Signer {
    return this.#tokens.signerOf(identity);
  }
}

/** What a token says. */
interface Meaning {
  readonly signer: Identity;
  readonly digest: Digest;
}

/** The tokens of all signers: each is the same string every time, so that comparing is cheap. */
class Tokens {
  readonly #signers = new Map<Identity, Signer>();
  readonly #meanings = new TextMap<Meaning>();

  signerOf(identity: Identity): Signer {
    const known = this.#signers.get(identity);
    if (known !== undefined) return known;
    const signer = new TokenSigner(identity, this.#meanings);
    this.#signers.set(identity, signer);
    return signer;
  }

  verify(signer: Identity, digest: Digest, signature: Signature): boolean {
    const meaning = this.#meanings.get(signature);
    if (meaning?.digest === digest && meaning.signer === signer) return true;
    return signature === tokenOf(signer, digest);
  }
}

class TokenSigner implements Signer {
  readonly #identity: Identity;
  readonly #tokens = new TextMap<Signature>();
  readonly #meanings: TextMap<Meaning>;

  constructor(identity: Identity, meanings: TextMap<Meaning>) {
    this.#identity = identity;
    this.#meanings = meanings;
  }

  sign(digest: Digest): Signature {
    const known = this.#tokens.get(digest);
    if (known !== undefined) return known;
    const token = singleCopy(tokenOf(this.#identity, digest)) as Signature;
    this.#tokens.set(digest, token);
    this.#meanings.set(token, { signer: this.#identity, digest });
    return token;
  }
}
