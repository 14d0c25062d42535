/** What a host tells a protocol whose replicas run outside of the host, such as in a process. */
import type { ReplicaContext } from "./context.js";
import type { Event } from "./event.js";
import type { Millis, Round } from "../ids.js";
import type { NodeInfo } from "../judging/observed-event.js";

/** A node of a run that begins, with the context of its replica. */
export interface RemoteNode {
  readonly info: Pick<NodeInfo, "id" | "replica">;
  readonly context: ReplicaContext;
}

/** A run that begins. */
export interface RunStart {
  /** What the run is called, for logs: the scenario's id. */
  readonly label: string;
  /** In the order in which `init` is called for them. */
  readonly nodes: readonly RemoteNode[];
  /** No round after it has timers. */
  readonly lastRound: Round;
  /** Whether people are to see the states of its nodes: `view` is called after each event. */
  readonly showsStates?: boolean;
}

/** An event that is about to be handled. */
export interface UpcomingEvent<State extends object, Message extends object> {
  readonly state: State;
  readonly event: Event<Message>;
  /** Virtual time. */
  readonly at: Millis;
}

/**
 * What the host of a protocol with opaque states does besides. Such states cannot be copied: no
 * state is explored, and the laws of `twins-bft/testing` about states do not apply.
 */
export interface Remote<State extends object, Message extends object> {
  /** Called before the first `init` of each run. Does not throw: a failure is that of `init`. */
  begin(run: RunStart): void;
  /**
   * Called before `handle`, with the events that are handled next, in this order, whatever the
   * first of them lead to; so their answers can be asked for at once. The last of them are not
   * handled if the run ends. Does not throw: a failure is that of `handle`.
   */
  expect(upcoming: readonly UpcomingEvent<State, Message>[]): void;
}

/** Why a remote replica did not answer as it should, for people: the verdict is `crashed`. */
export class RemoteFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RemoteFailure";
  }
}
