/** The events that a replica handles. */
import type { ClientRequest } from "./client.js";
import type { ReplicaId, Round } from "./ids.js";

/**
 * A timer that a protocol asked for, as plain data: it comes back in the event as it was started,
 * with whatever fields the protocol has added. Starting one replaces the running one of its name.
 */
export interface Timer {
  readonly name: string;
  /** A timer of a round is not started beyond the last round of a run. */
  readonly round?: Round;
}

/** All that can happen to a replica, one at a time. */
export type Event<M extends object> =
  | { readonly kind: "start" }
  /** `from` is the identity of the node that sent it, as the network knows it. */
  | { readonly kind: "message"; readonly from: ReplicaId; readonly message: M }
  | { readonly kind: "request"; readonly request: ClientRequest }
  | { readonly kind: "timer"; readonly timer: Timer };
