/** What can happen to a replica. */
import type { ClientRequest } from "./client.js";
import type { ReplicaId, Round } from "./ids.js";

/**
 * A timer that a protocol asked for, as plain data: it comes back in the event as it was started,
 * with whatever fields the protocol has added. Starting one replaces the running one of its name.
 */
export interface Timer {
  /** At most one timer of a name runs in a replica. */
  readonly name: string;
  /** A timer of a round is not started beyond the last round of a run. */
  readonly round?: Round;
}

/** All that can happen to a replica, one at a time. */
export type Event<M extends object> =
  /** Comes first, and again after a restart. */
  | { readonly kind: "start" }
  /** `from` is the identity of the node that sent it, as the network knows it. */
  | { readonly kind: "message"; readonly from: ReplicaId; readonly message: M }
  /** From a client; the host has not verified it. */
  | { readonly kind: "request"; readonly request: ClientRequest }
  /** A timer that the replica started has run out. */
  | { readonly kind: "timer"; readonly timer: Timer };
