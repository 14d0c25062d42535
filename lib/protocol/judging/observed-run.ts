/** What every property may read of a run. */
import type { Facts } from "./facts.js";
import type { RunInfo } from "./observed-event.js";

/** The inputs of every property: the run's parameters, and the facts observed so far. */
export interface ObservedRun {
  readonly runInfo: RunInfo;
  readonly facts: Facts;
}
