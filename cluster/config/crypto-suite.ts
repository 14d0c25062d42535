/** Makes the signature suite that a cluster config asks for. */
import { nodeEd25519 } from "../../io/node-ed25519.js";
import { nodeSha256 } from "../../io/node-sha256.js";
import { ed25519Suite } from "../../lib/crypto/ed25519.js";
import type { CryptoName } from "../../lib/crypto/names.js";
import { sha256Hasher } from "../../lib/crypto/sha256.js";
import { structuralSuite } from "../../lib/crypto/structural.js";
import type { CryptoSuite } from "../../lib/protocol/crypto.js";

/** The suite of one run: keys derive from its seed, and digests mean the same in every process. */
export function cryptoSuiteOf(name: CryptoName, seed: string): CryptoSuite {
  const hasher = sha256Hasher(nodeSha256);
  return name === "structural"
    ? structuralSuite(hasher)
    : ed25519Suite({ keySeed: seed, implementation: nodeEd25519(), hasher });
}
