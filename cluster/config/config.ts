/** The types of a cluster config after it has been read. */
import type { ChosenProtocol } from "../../io/protocols/choose.js";
import type { ElectionOptions, MempoolOptions } from "../../lib/protocol/host/context.js";
import type { Millis, ReplicaId } from "../../lib/protocol/ids.js";
import type { CryptoName } from "../../lib/crypto/names.js";
import type { ClusterExpectation } from "./expectation.js";

/** A cluster, its clients and its injected failures: everything that a run depends on. */
export interface ClusterConfig extends ChosenProtocol {
  readonly description?: string | undefined;
  /** Injected into every replica. */
  readonly bugs: readonly string[];
  readonly replicas: readonly ReplicaId[];
  /** f. */
  readonly faulty: number;
  /** Δ. */
  readonly delta: Millis;
  readonly delay: Delay;
  /** When the run is over, whatever is not done. */
  readonly deadline: Millis;
  readonly mempool: MempoolOptions;
  readonly election: ElectionOptions;
  readonly workloads: readonly Workload[];
  /** Everything random derives from it, through streams of their own. */
  readonly seed: string;
  readonly failures: {
    /** Of the failures' draws. */
    readonly seed: string;
    readonly list: readonly Failure[];
  };
  readonly crypto: CryptoName;
  readonly expectation?: ClusterExpectation | undefined;
}

/** How long a message takes. */
export type Delay =
  | { readonly kind: "fixed"; readonly ms: Millis }
  /** Any whole number of milliseconds from `min` to `max`, all alike. */
  | { readonly kind: "uniform"; readonly min: Millis; readonly max: Millis };

/** What every workload has. */
export interface AnyWorkload {
  /** Requests of each client. */
  readonly count: number;
  readonly clients: number;
}

/** The workload of clients: number and timing of requests. */
export type Workload =
  | (AnyWorkload & {
      /** One request at a time, sent again until it is answered. */
      readonly type: "retransmit";
      /** How long to wait before the first repetition; twice as long before each further one. */
      readonly firstWait: Millis;
      /** When a client gives up, from the start. */
      readonly timeout?: Millis | undefined;
    })
  | (AnyWorkload & {
      /** All requests at once. */
      readonly type: "flood";
      readonly timeout?: Millis | undefined;
    })
  | (AnyWorkload & {
      /** One request after another, at set intervals. */
      readonly type: "timed";
      /** Between one request and the next. */
      readonly delays: readonly Millis[];
      /** From the last request. */
      readonly timeout?: Millis | undefined;
    });

/** Whom a failure concerns: `_` is any replica, `leader` the one that leads. */
export type Party = "_" | "leader" | ReplicaId;

/** The sender's current round when it sends. */
export type Rounds =
  | { readonly kind: "any" }
  | { readonly kind: "list"; readonly rounds: ReadonlySet<number> }
  | { readonly kind: "range"; readonly from: number; readonly to: number };

/** Which messages a failure concerns, and what it does to each with probability `prob`. */
export interface Failure {
  readonly src: Party;
  readonly dest: Party;
  /** A word of the protocol for messages, or `*`. */
  readonly msgType: string;
  readonly rounds: Rounds;
  /** 0 to 1. */
  readonly prob: number;
  readonly fault: Fault;
}

/** What a failure does to a message, or to its sender. */
export type Fault =
  /** The message is lost. */
  | { readonly type: "loss" }
  | {
      readonly type: "delay";
      readonly ms: Millis;
      /** The sender can send nothing else until then. */
      readonly blocking: boolean;
    }
  /** The sender's state is set before the message leaves: it is Byzantine. */
  | { readonly type: "setAttribute"; readonly attribute: string; readonly value: number | string }
  /** The sender goes down before the message leaves, and restarts from its files. */
  | { readonly type: "restart"; readonly downtime: Millis };
