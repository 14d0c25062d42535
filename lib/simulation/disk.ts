import { invariant } from "../protocol/assert.js";
import type { ProtocolMessage } from "../protocol/message.js";
import type { Protocol } from "../protocol/protocol.js";
import type { NodeSpec } from "./world.js";

/** The state that a node starts with: from its disk, if there is something on it. */
export function initialState<S extends object, M extends ProtocolMessage>(
  protocol: Protocol<S, M>,
  { context, disk, ledger }: NodeSpec,
): S {
  const stored = disk?.load() ?? null;
  if (stored === null) return protocol.init(context);
  const { durability } = protocol;
  invariant(durability !== undefined, "only a protocol with durability has a disk", {
    protocol: protocol.name,
  });
  const entries = durability.decodeLedger(stored.ledger, context);
  ledger.reset(entries);
  return durability.restore(stored.durable, entries, context);
}
