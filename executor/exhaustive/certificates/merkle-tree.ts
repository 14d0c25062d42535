/** Merkle trees over the parts of a certificate. */
import type { Sha256 } from "../../../lib/crypto/sha256.js";

/**
 * The root of a binary hash tree over leaves: a leaf without a neighbour moves up. Leaves and inner
 * nodes are hashed apart, so that neither passes for the other.
 */
export function merkleRoot(leaves: readonly string[], sha256: Sha256): string {
  let row = leaves;
  while (row.length > 1) {
    const above: string[] = [];
    for (let index = 0; index < row.length; index += 2) {
      const [left = "", right] = row.slice(index, index + 2);
      above.push(right === undefined ? left : sha256(JSON.stringify(["node", left, right])));
    }
    row = above;
  }
  return row[0] ?? sha256(JSON.stringify(["empty"]));
}

/** The hash of a leaf that says this. */
export const leafHash = (content: unknown, sha256: Sha256): string =>
  sha256(JSON.stringify(["leaf", content]));
