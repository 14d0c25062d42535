/** The names of replicas and clients in a cluster run. */
import { clientId, replicaId } from "../lib/protocol/ids.js";
import type { ClientId, ReplicaId } from "../lib/protocol/ids.js";
import type { Party } from "./config/config.js";

/** `replica0`, `replica1`, ... */
export const replicaNames = (n: number): readonly ReplicaId[] =>
  Array.from({ length: n }, (_, i) => replicaId(`replica${i}`));

/** `client0`, `client1`, ... over all workloads, in their order. */
export const clientName = (i: number): ClientId => clientId(`client${i}`);

/** Whether a failure may name it. */
export const isParty = (name: string, n: number): name is Party =>
  name === "_" || name === "leader" || replicaNames(n).some((known) => known === name);
