/** The id of a state, as the digest of what was executed. */
import type { Hasher } from "../../../protocol/crypto.js";
import type { StateId, Transaction } from "../../../protocol/ids.js";

/** DEVIATION: 3.2 leaves execution open; a state is the hash of its parent and the transactions. */
export const stateDigest = (
  hasher: Hasher,
  parent: StateId | null,
  transactions: readonly Transaction[],
): StateId => hasher.hash("state", [parent, transactions]) as string as StateId;
