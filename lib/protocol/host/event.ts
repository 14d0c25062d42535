/** The events that a replica handles. */
import type { ClientRequest } from "./client.js";
import type { ReplicaId, Round } from "../ids.js";

/**
 * A timer, as plain data. The event of its expiry has the same data, with any fields that the
 * protocol added. Starting a timer replaces the running timer of the same name.
 */
export interface Timer {
  /** At most one timer of a name runs in a replica. */
  readonly name: string;
  /** The host does not start a timer of a round after the last round of a run. */
  readonly round?: Round;
}

/** An event of a replica. Events are handled one at a time. */
export type Event<M extends object> =
  /** Comes first, and again after a restart. */
  | { readonly kind: "start" }
  /** `from` is the identity of the node that sent it, as the network knows it. */
  | { readonly kind: "message"; readonly from: ReplicaId; readonly message: M }
  /** From a client; the host has not verified it. */
  | { readonly kind: "request"; readonly request: ClientRequest }
  /** A timer that the replica started has run out. */
  | { readonly kind: "timer"; readonly timer: Timer };
