import type { Effect } from "../protocol/effect.js";
import type { Event } from "../protocol/event.js";
import type { Millis, Round } from "../protocol/ids.js";
import type { ProtocolMessage } from "../protocol/message.js";
import type { Delivery, SavedAgenda } from "./agenda.js";
import type { NodeSpec } from "./world.js";

/** A node of a run. */
export interface Node<S> {
  readonly spec: NodeSpec;
  state: S;
  round: Round;
}

/** A message that waits for its receiver to enter a round above `until`. */
export interface Waiting<M> {
  readonly delivery: Delivery<M>;
  readonly until: Round;
  /** When it would have arrived had it not been held. */
  readonly earliest: Millis;
}

/** What a node is to do: handle an event, or carry out the effects from `next` on. */
interface Task<M extends ProtocolMessage> {
  readonly event: Event<M> | undefined;
  readonly effects: readonly Effect<M>[];
  readonly next: number;
}

/** What a node was doing when the run stopped. */
export interface Deed<S, M extends ProtocolMessage> extends Task<M> {
  readonly node: Node<S>;
}

/** All that a run was at some moment. */
export interface SavedRun<S, M extends ProtocolMessage> {
  readonly nodes: readonly {
    readonly state: S;
    readonly round: Round;
    /** Of its ledger. */
    readonly height: number;
  }[];
  readonly agenda: SavedAgenda<M>;
  readonly held: readonly Waiting<M>[];
  readonly seen: ReadonlySet<string>;
  readonly started: number;
  readonly events: number;
  readonly behind: number;
  /** What the node at an index was doing. */
  readonly deed: (Task<M> & { readonly index: number }) | undefined;
}
