/** The signature suite "ed25519": real signatures, with a cache of verified ones. */
import * as noble from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { CryptoSuite, Hasher, Signer } from "../protocol/crypto.js";
import type { Digest, Identity, Signature } from "../protocol/ids.js";
import { encode } from "./encoding.js";
import { BoundedMemo } from "./memo.js";
import { sha256Digest } from "./sha256.js";

noble.hashes.sha512 = sha512;

/** RFC 8032 Ed25519 over bytes. Implementations are byte-equal: signing is deterministic. */
export interface Ed25519 {
  /** The public key, 32 bytes, of a secret key of 32 bytes. */
  publicKey(secret: Uint8Array): Uint8Array;
  /** The signature of a message, 64 bytes. Equal arguments give equal bytes. */
  sign(message: Uint8Array, secret: Uint8Array): Uint8Array;
  /** False, never an exception, for whatever is not a signature of the message. */
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
}

/** Pure JavaScript, runs everywhere. */
export const nobleEd25519: Ed25519 = {
  publicKey: (secret) => noble.getPublicKey(secret),
  sign: (message, secret) => noble.sign(message, secret),
  verify: (signature, message, publicKey) => {
    try {
      return noble.verify(signature, message, publicKey);
    } catch {
      return false;
    }
  },
};

const MEMO_CAPACITY = 8192;
const SIGNATURE_HEX = /^[0-9a-f]{128}$/;

/** Options of {@link ed25519Suite}. Each has a default. */
export interface Ed25519SuiteOptions {
  /**
   * Every key is derived from it and from the name of its owner; `twins` when left out. For tests
   * and simulations only: whoever knows the seed knows the keys.
   */
  readonly keySeed?: string;
  /** {@link nobleEd25519} when left out. */
  readonly implementation?: Ed25519;
  /** SHA-256, by whatever implementation; a portable one when left out. */
  readonly hasher?: Hasher;
}

/** What a valid signature says. */
interface Claim {
  readonly signer: Identity;
  readonly digest: Digest;
}

/**
 * Real signatures (Ed25519) over real digests (SHA-256). A bounded memo keeps what was signed and
 * verified lately: signing is deterministic, and what a suite has signed itself is valid, so that
 * speed changes by it, and no answer.
 */
export function ed25519Suite(options: Ed25519SuiteOptions = {}): CryptoSuite {
  const { keySeed = "twins", implementation = nobleEd25519, hasher } = options;
  const verified = new BoundedMemo<boolean>(MEMO_CAPACITY);
  const valid = new BoundedMemo<Claim>(MEMO_CAPACITY);
  const keys = new Map<Identity, { secret: Uint8Array; public: Uint8Array }>();
  const signers = new Map<Identity, Signer>();
  const keysOf = (identity: Identity) => {
    const known = keys.get(identity);
    if (known !== undefined) return known;
    const secret = hexToBytes(sha256Digest("key", [keySeed, identity]));
    const pair = { secret, public: implementation.publicKey(secret) };
    keys.set(identity, pair);
    return pair;
  };
  const signerOf = (identity: Identity): Signer => {
    const known = signers.get(identity);
    if (known !== undefined) return known;
    const { secret } = keysOf(identity);
    const signatures = new BoundedMemo<Signature>(MEMO_CAPACITY);
    const sign = (digest: Digest): Signature => {
      const signature = bytesToHex(implementation.sign(utf8ToBytes(digest), secret)) as Signature;
      valid.set(signature, { signer: identity, digest });
      return signature;
    };
    const signer: Signer = {
      sign: (digest) => signatures.getOrCompute(digest, () => sign(digest)),
    };
    signers.set(identity, signer);
    return signer;
  };
  const isValid = (signer: Identity, digest: Digest, signature: Signature): boolean =>
    SIGNATURE_HEX.test(signature) &&
    verified.getOrCompute(encode([signer, digest, signature]), () =>
      implementation.verify(hexToBytes(signature), utf8ToBytes(digest), keysOf(signer).public),
    );
  return {
    name: "ed25519",
    hash: hasher === undefined ? sha256Digest : (tag, fields) => hasher.hash(tag, fields),
    verify(signer, digest, signature) {
      const claim = valid.get(signature);
      if (claim?.signer === signer && claim.digest === digest) return true;
      if (!isValid(signer, digest, signature)) return false;
      valid.set(signature, { signer, digest });
      return true;
    },
    signerOf,
  };
}
