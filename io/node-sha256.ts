/** SHA-256 with the OpenSSL of Node. */
import { hash } from "node:crypto";
import type { Sha256 } from "../lib/crypto/sha256.js";

/** SHA-256 by Node's own OpenSSL: equal to the portable one, and several times faster. */
export const nodeSha256: Sha256 = (text) => hash("sha256", text, "hex");
