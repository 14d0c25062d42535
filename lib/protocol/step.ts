/** Applies an event to an immutable state. */
import { enableMapSet, Immer } from "immer";
import type { ReplicaContext } from "./context.js";
import type { Effect } from "./effect.js";
import type { Event } from "./event.js";
import type { Protocol } from "./protocol.js";

enableMapSet();
/** Our own instance: immer's setters are global and would leak into the host's use of it. */
const immer = new Immer({ autoFreeze: false });

/** The state after an event, and what to do. */
export interface Step<State, Message extends object> {
  /** Shares with the state before all that the event did not change. */
  readonly state: State;
  /** In the order in which they are to be carried out. */
  readonly effects: readonly Effect<Message>[];
}

/**
 * The pure face of any protocol: same result as `handle`, the old state untouched, unchanged parts
 * shared between the two. About two orders of magnitude slower than `handle` on a state one owns.
 */
export function step<State extends object, Message extends object>(
  protocol: Protocol<State, Message>,
  state: State,
  event: Event<Message>,
  context: ReplicaContext,
): Step<State, Message> {
  let effects: readonly Effect<Message>[] = [];
  const next = immer.produce(state, (draft) => {
    effects = protocol.handle(draft as State, event, context);
  });
  return { state: next, effects };
}
