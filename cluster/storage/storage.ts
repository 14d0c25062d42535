/** The interface of a replica's durable storage, and its implementation in memory. */
import type { ClientRequest } from "../../lib/protocol/client.js";
import type { DurableState } from "../../lib/protocol/effect.js";
import type { ClientId, ReplicaId, StateId } from "../../lib/protocol/ids.js";
import type { Durability } from "../../lib/protocol/protocol.js";
import type { MemoryLedger } from "../../lib/simulation/ledger.js";
import type { Disk, Stored } from "../../lib/simulation/world.js";

/** Storage that outlives a replica and, with files, the run. */
export interface Storage {
  /** The disk of a replica, with whatever earlier runs have left on it. */
  diskOf(replica: ReplicaId, owner: DiskOwner): Disk;
  /** A client has its answer; everything that it rests on is on disks by now. */
  acknowledge(request: ClientRequest, stateId: StateId): void;
  /** The numbers of the requests that were acknowledged to a client in earlier runs. */
  servedTo(client: ClientId): ReadonlySet<number>;
}

/** The replica that a disk belongs to, as far as the disk needs it. */
export interface DiskOwner {
  readonly durability: Durability<object>;
  readonly ledger: MemoryLedger;
}

/** Nothing outlives the run. */
export const memoryStorage: Storage = {
  diskOf: (_replica, owner) => new MemoryDisk(owner),
  acknowledge: () => undefined,
  servedTo: () => new Set(),
};

/**
 * A disk in memory. It keeps values and encodes them when they are read back, so that a restart
 * goes through text as it does with files.
 */
class MemoryDisk implements Disk {
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
}
