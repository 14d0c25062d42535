/** Makes a signature suite for each run, by the suite's name. */
import { nodeEd25519 } from "../../io/node-ed25519.js";
import { nodeSha256 } from "../../io/node-sha256.js";
import { ed25519Suite } from "../../lib/crypto/ed25519.js";
import type { CryptoName } from "../../lib/crypto/names.js";
import { rememberingHasher } from "../../lib/crypto/remembering-hasher.js";
import { sha256Hasher } from "../../lib/crypto/sha256.js";
import { structuralSuites } from "../../lib/crypto/structural.js";
import type { CryptoSuite } from "../../lib/protocol/crypto.js";

/**
 * Makes the suite of each run. The structural suite numbers what it meets, so every run has its
 * own, and they share what does not show; the other may remember what it has verified.
 */
export function cryptoSuiteFactory(name: CryptoName): () => CryptoSuite {
  if (name === "structural") return structuralSuites();
  const hasher = rememberingHasher(sha256Hasher(nodeSha256));
  const shared = ed25519Suite({ implementation: nodeEd25519(), hasher });
  return () => shared;
}
