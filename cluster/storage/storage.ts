/** The interface of a replica's durable storage, and the one in memory. */
import type { ClientRequest } from "../../lib/protocol/host/client.js";
import type { ClientId, ReplicaId, StateId } from "../../lib/protocol/ids.js";
import { MemoryDisk } from "../../lib/simulation/disk.js";
import type { DiskOwner } from "../../lib/simulation/disk.js";
import type { Disk } from "../../lib/simulation/world.js";

/** Storage that outlives a replica and, with files, the run. */
export interface Storage {
  /** The disk of a replica, with whatever earlier runs have left on it. */
  diskOf(replica: ReplicaId, owner: DiskOwner): Disk;
  /** A client has its answer; everything that it rests on is on disks by now. */
  acknowledge(request: ClientRequest, stateId: StateId): void;
  /** The numbers of the requests that were acknowledged to a client in earlier runs. */
  servedTo(client: ClientId): ReadonlySet<number>;
}

/** Nothing outlives the run. */
export const memoryStorage: Storage = {
  diskOf: (_replica, owner) => new MemoryDisk(owner),
  acknowledge: () => undefined,
  servedTo: () => new Set(),
};
