import type { Effect } from "../protocol/effect.js";
import type { Event } from "../protocol/event.js";
import type { Round } from "../protocol/ids.js";
import type { NodeInfo } from "../protocol/occurrence.js";
import type { SavedAgenda } from "./agenda.js";
import type { Waiting } from "./held.js";

/** What a node is to do: handle an event, or carry out the effects from `next` on. */
export interface Task<M extends object> {
  readonly node: NodeInfo;
  readonly event: Event<M> | undefined;
  readonly effects: readonly Effect<M>[];
  readonly next: number;
}

export interface SavedNode<S> {
  readonly state: S;
  readonly round: Round;
  readonly halted: boolean;
  /** Of its ledger. */
  readonly height: number;
}

/** All that a run of a world without faults and clients was at some moment. */
export interface SavedRun<S, M extends object> {
  readonly nodes: readonly SavedNode<S>[];
  readonly agenda: SavedAgenda<M>;
  readonly held: readonly Waiting<M>[];
  /** How many nodes have started. */
  readonly started: number;
  readonly events: number;
  readonly behind: number;
  /** Whether it has stopped for quiet since a node last entered a round or committed. */
  readonly quiet: boolean;
  /** What it has broken off. */
  readonly task: Task<M> | undefined;
}
