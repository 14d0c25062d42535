/** Tracks committed requests: a watermark per client, and the few requests above it. */
import type { ClientRequest } from "../../../protocol/host/client.js";
import type { StateId } from "../../../protocol/ids.js";
import type { MempoolState, ServedRequests } from "../state.js";

/** How many answers are remembered for each client. */
const REMEMBERED_ANSWERS = 64;

/** A sequence number is ordered once, whatever the command that comes with it. */
export const nameOf = ({ client, sequence }: Pick<ClientRequest, "client" | "sequence">): string =>
  `${sequence} ${client}`;

export function isServed(mempool: MempoolState, { client, sequence }: ClientRequest): boolean {
  const served = mempool.clients.get(client);
  return served !== undefined && (sequence <= served.watermark || served.ahead.has(sequence));
}

/** Notes that a request is committed. O(1) amortised. */
export function markServed(
  { clients }: MempoolState,
  { client, sequence }: ClientRequest,
  stateId: StateId,
): void {
  const served = clients.get(client) ?? nothingServed();
  clients.set(client, served);
  served.ahead.add(sequence);
  while (served.ahead.delete(served.watermark + 1)) served.watermark++;
  served.recent.set(sequence, stateId);
  if (served.recent.size <= REMEMBERED_ANSWERS) return;
  const [oldest] = served.recent.keys();
  if (oldest !== undefined) served.recent.delete(oldest);
}

const nothingServed = (): ServedRequests => ({
  watermark: 0,
  ahead: new Set(),
  recent: new Map(),
});
