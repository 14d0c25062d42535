/** Restores the initial state of a node from its disk. */
import { invariant } from "../protocol/assert.js";
import { StorageError } from "../protocol/protocol.js";
import type { Protocol } from "../protocol/protocol.js";
import type { NodeSpec } from "./world.js";

/**
 * The state that a node starts with: from its disk, if there is something on it, and then its
 * ledger holds what the disk does. Throws {@link StorageError}.
 */
export function initialState<S extends object, M extends object>(
  protocol: Protocol<S, M>,
  { info, context, disk, ledger }: NodeSpec,
): S {
  const stored = disk?.load() ?? null;
  if (stored === null) return protocol.init(context);
  const { durability } = protocol;
  invariant(durability !== undefined, "only a protocol with durability has a disk", {
    protocol: protocol.name,
  });
  try {
    const entries = durability.decodeLedger(stored.ledger, context);
    ledger.reset(entries);
    return durability.restore(stored.durable, entries, context);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new StorageError(error.message, error.line, info.id);
  }
}
