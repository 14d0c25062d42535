/** The snapshot of a run that can be restored. */
import type { Effect } from "../protocol/host/effect.js";
import type { Event } from "../protocol/host/event.js";
import type { Round } from "../protocol/ids.js";
import type { NodeInfo } from "../protocol/judging/observed-event.js";
import type { SchedulerSnapshot } from "./scheduler.js";
import type { HeldMessage } from "./network/held.js";

/** The pending work of a node: an event to handle, or the effects from `next` on. */
export interface PendingTask<M extends object> {
  readonly node: NodeInfo;
  readonly event: Event<M> | undefined;
  readonly effects: readonly Effect<M>[];
  readonly next: number;
}

export interface NodeSnapshot<S> {
  readonly state: S;
  readonly round: Round;
  readonly halted: boolean;
  /** Of its ledger. */
  readonly height: number;
}

/** The complete state of a run without faults and clients. */
export interface RunSnapshot<S, M extends object> {
  readonly nodes: readonly NodeSnapshot<S>[];
  readonly scheduler: SchedulerSnapshot<M>;
  readonly held: readonly HeldMessage<M>[];
  /** The number of started nodes. */
  readonly started: number;
  readonly events: number;
  readonly unfinishedNodes: number;
  /**
   * Whether the run has paused without messages in flight since a node last entered a round or
   * committed.
   */
  readonly quiet: boolean;
  /** The task that was interrupted. */
  readonly task: PendingTask<M> | undefined;
}
