/** The exports of lib/crypto. */
export { encode } from "./encoding.js";
export { ed25519Suite, nobleEd25519 } from "./ed25519.js";
export type { Ed25519, Ed25519SuiteOptions } from "./ed25519.js";
export { CRYPTO_NAMES } from "./names.js";
export type { CryptoName } from "./names.js";
export { sha256Digest, sha256Hasher } from "./sha256.js";
export type { Sha256 } from "./sha256.js";
export { structuralSuite } from "./structural.js";
