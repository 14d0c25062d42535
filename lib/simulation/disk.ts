/** Disks in memory, and how the initial state of a node is restored from its disk. */
import { invariant } from "../protocol/assert.js";
import type { DurableState } from "../protocol/host/effect.js";
import { StorageError } from "../protocol/protocol.js";
import type { Durability, Protocol } from "../protocol/protocol.js";
import type { MemoryLedger } from "./ledger.js";
import type { Disk, NodeSpec, Stored } from "./world.js";

/** The replica that a disk belongs to, as far as the disk needs it. */
export interface DiskOwner {
  readonly durability: Durability<object>;
  readonly ledger: MemoryLedger;
}

/**
 * A disk in memory. It keeps values and encodes them when they are read back, so that a restart
 * goes through text as it does with files.
 */
export class MemoryDisk implements Disk {
  readonly #owner: DiskOwner;
  #durable: DurableState | null = null;

  constructor(owner: DiskOwner) {
    this.#owner = owner;
  }

  save(durable: DurableState): void {
    this.#durable = durable;
  }

  append(): void {
    // The node's ledger gets the entry too, and is not lost with the node.
  }

  load(): Stored | null {
    const { durability, ledger } = this.#owner;
    const lines = ledger.entries().map((entry) => durability.encodeEntry(entry));
    if (this.#durable === null && lines.length === 0) return null;
    const durable = this.#durable === null ? null : durability.encodeState(this.#durable);
    return { durable, ledger: lines };
  }

  wipe(): void {
    this.#durable = null;
  }
}

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
