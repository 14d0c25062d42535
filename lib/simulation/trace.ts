/** The types of trace entries. */
import type { Description } from "../protocol/description.js";
import type { Effect } from "../protocol/host/effect.js";
import type { Timer } from "../protocol/host/event.js";
import type { Millis } from "../protocol/ids.js";
import type { NodeInfo } from "../protocol/judging/observed-event.js";
import type { Fate } from "./network/network.js";

/** Everything that happens in a run, in order, as a tracer receives it. */
export type TraceEntry<M extends object> = { readonly at: Millis } & (
  | { readonly kind: "started"; readonly node: NodeInfo }
  | {
      readonly kind: "restarted";
      readonly node: NodeInfo;
      readonly state: "durable" | "none";
    }
  | { readonly kind: "fired"; readonly node: NodeInfo; readonly timer: Timer }
  | {
      readonly kind: "delivered";
      readonly from: NodeInfo;
      readonly node: NodeInfo;
      readonly message: Description;
      readonly payload: M;
    }
  | { readonly kind: "effect"; readonly node: NodeInfo; readonly effect: Effect<M> }
  | {
      readonly kind: "link";
      readonly from: NodeInfo;
      readonly to: NodeInfo;
      readonly message: Description;
      readonly payload: M;
      readonly fate: Fate;
    }
);

/** Receives the entries of a run as they happen. */
export type Tracer<M extends object> = (entry: TraceEntry<M>) => void;
