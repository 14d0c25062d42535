import type { ClientRequest } from "../lib/protocol/client.js";
import type { DurableState } from "../lib/protocol/effect.js";
import type { ClientId, ReplicaId, StateId } from "../lib/protocol/ids.js";
import type { Durability } from "../lib/protocol/protocol.js";
import type { MemoryLedger } from "../lib/simulation/ledger.js";
import type { Disk, Stored } from "../lib/simulation/world.js";

/** What outlives the replicas of a run, and with files the run itself. */
export interface Storage {
  diskOf(replica: ReplicaId, mounted: Mounted): Disk;
  /** A client has its answer; everything that it rests on is on disks by now. */
  acknowledge(request: ClientRequest, stateId: StateId): void;
  /** The numbers of the requests that were acknowledged to a client in earlier runs. */
  servedTo(client: ClientId): ReadonlySet<number>;
}

/** What a disk needs to know of its replica. */
export interface Mounted {
  readonly durability: Durability<object>;
  readonly ledger: MemoryLedger;
}

/** Nothing outlives the run. */
export const memoryStorage: Storage = {
  diskOf: (_replica, mounted) => new MemoryDisk(mounted),
  acknowledge: () => undefined,
  servedTo: () => new Set(),
};

/**
 * A disk in memory. It keeps values and encodes them when they are read back, so that a restart
 * goes through text as it does with files.
 */
class MemoryDisk implements Disk {
  readonly #mounted: Mounted;
  #durable: DurableState | null = null;

  constructor(mounted: Mounted) {
    this.#mounted = mounted;
  }

  save(durable: DurableState): void {
    this.#durable = durable;
  }

  append(): void {
    // The node's ledger gets the entry too, and is not lost with the node.
  }

  load(): Stored | null {
    const { durability, ledger } = this.#mounted;
    const lines = ledger.entries().map((entry) => durability.encodeEntry(entry));
    if (this.#durable === null && lines.length === 0) return null;
    const durable = this.#durable === null ? null : durability.encodeState(this.#durable);
    return { durable, ledger: lines };
  }
}
