import type { ClientRequest } from "./client.js";
import type { ProtocolMessage } from "./message.js";
import type { Round } from "./ids.js";

/**
 * A timer that a protocol asked for. Starting one replaces the running one of the same slot: there
 * is one round timer, and one retry timer per `key`.
 */
export type Timer =
  | { readonly kind: "round"; readonly round: Round }
  | { readonly kind: "retry"; readonly key: string; readonly attempt: number };

/** The slot that a timer occupies. */
export const timerSlot = (timer: Timer): string =>
  timer.kind === "round" ? "round" : `retry ${timer.key}`;

/** All that can happen to a replica, one at a time. */
export type Event<M extends ProtocolMessage> =
  | { readonly kind: "start" }
  | { readonly kind: "message"; readonly message: M }
  | { readonly kind: "request"; readonly request: ClientRequest }
  | { readonly kind: "timer"; readonly timer: Timer };
