/** The signature suite "ed25519": real signatures, with a cache of verified ones. */
import * as noble from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { CryptoSuite, Hasher, Signer } from "../protocol/crypto.js";
import type { Identity, Signature } from "../protocol/ids.js";
import { encode } from "./encoding.js";
import { BoundedMemo } from "./memo.js";
import { sha256Digest } from "./sha256.js";

noble.hashes.sha512 = sha512;

/** RFC 8032 Ed25519 over bytes. Implementations are byte-equal: signing is deterministic. */
export interface Ed25519 {
  publicKey(secret: Uint8Array): Uint8Array;
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

export interface Ed25519SuiteOptions {
  /** Keys derive from it and the owner's name: for tests and simulations, not for production. */
  readonly keySeed?: string;
  readonly implementation?: Ed25519;
  /** SHA-256, by whatever implementation. */
  readonly hasher?: Hasher;
}

/** Real signatures (Ed25519) over real digests (SHA-256), with a bounded verification memo. */
export function ed25519Suite(options: Ed25519SuiteOptions = {}): CryptoSuite {
  const { keySeed = "twins", implementation = nobleEd25519, hasher } = options;
  const verified = new BoundedMemo<boolean>(MEMO_CAPACITY);
  const keys = new Map<Identity, { secret: Uint8Array; public: Uint8Array }>();
  const keysOf = (identity: Identity) => {
    const known = keys.get(identity);
    if (known !== undefined) return known;
    const secret = hexToBytes(sha256Digest("key", [keySeed, identity]));
    const pair = { secret, public: implementation.publicKey(secret) };
    keys.set(identity, pair);
    return pair;
  };
  const signerOf = (identity: Identity): Signer => {
    const { secret } = keysOf(identity);
    return {
      sign: (digest) => bytesToHex(implementation.sign(utf8ToBytes(digest), secret)) as Signature,
    };
  };
  return {
    name: "ed25519",
    hash: hasher === undefined ? sha256Digest : (tag, fields) => hasher.hash(tag, fields),
    verify(signer, digest, signature) {
      if (!SIGNATURE_HEX.test(signature)) return false;
      return verified.getOrCompute(encode([signer, digest, signature]), () =>
        implementation.verify(hexToBytes(signature), utf8ToBytes(digest), keysOf(signer).public),
      );
    },
    signerOf,
  };
}
