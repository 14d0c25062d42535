export { encode } from "./encoding.js";
export { ed25519Suite, nobleEd25519 } from "./ed25519.js";
export type { Ed25519, Ed25519SuiteOptions } from "./ed25519.js";
export { sha256Digest } from "./sha256.js";
export { structuralSuite } from "./structural.js";
