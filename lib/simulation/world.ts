import type { ReplicaContext } from "../protocol/context.js";
import type { Millis, NodeId, Round } from "../protocol/ids.js";
import type { ProtocolMessage } from "../protocol/message.js";
import type { NodeInfo, Occurrence } from "../protocol/occurrence.js";
import type { Protocol } from "../protocol/protocol.js";
import type { MemoryLedger } from "./ledger.js";
import type { LinkPolicy } from "./network.js";
import type { Tracer } from "./trace.js";

/** One process: who it is, and what its replica is given. */
export interface NodeSpec {
  readonly info: NodeInfo;
  readonly context: ReplicaContext;
  /** The ledger behind `context.ledger`. */
  readonly ledger: MemoryLedger;
}

/** All that a run depends on. Equal worlds give equal runs. */
export interface World<State extends object, Message extends ProtocolMessage> {
  readonly protocol: Protocol<State, Message>;
  /** In the order that breaks ties between simultaneous messages; each at its `info.index`. */
  readonly nodes: readonly NodeSpec[];
  /** The first sets the delay, the others may change it, hold the message or lose it. */
  readonly links: readonly LinkPolicy[];
  /**
   * A node that has passed it starts no round timer. When all honest ones have, the run ends as
   * soon as nothing is in flight and none of them waits for anything: the links must see to that.
   */
  readonly lastRound: Round;
  readonly limits: { readonly events: number; readonly time: Millis };
  readonly judge?: (occurrence: Occurrence) => void;
  readonly trace?: Tracer<Message>;
}

/** Why a run ended. */
export type Ending =
  /** Every honest node has passed the last round. */
  | { readonly kind: "completed" }
  /** Nothing can happen any more: no message in flight, or everything only repeats itself. */
  | { readonly kind: "stalled" }
  /** A declared limit was reached: nothing is proven. */
  | { readonly kind: "inconclusive"; readonly limit: "events" | "time" }
  /** A protocol threw. */
  | { readonly kind: "crashed"; readonly node: NodeId; readonly error: string };

export interface Outcome {
  readonly ending: Ending;
  /** Virtual time at the end. */
  readonly at: Millis;
  /** Events handled: starts, deliveries, timers. */
  readonly events: number;
  /** The round in which each node ended, in node order. */
  readonly rounds: readonly Round[];
}
