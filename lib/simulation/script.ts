/** What a scenario can ask of a run besides its links: relays, restarts, repetition, orders. */
import type { Millis, NodeId, Round } from "../protocol/ids.js";
import type { Envelope } from "./network/network.js";

/** What a network relays, and when. */
export interface RelayRule {
  /**
   * `everything`: each message that an honest node has received. `certificates`: of those, the ones
   * that show a certificate, and the ones of which an honest node has formed a certificate: what
   * its signers signed, and the proposal of what it is for.
   */
  readonly what: "certificates" | "everything";
  /** A node receives nothing by relay before it has entered a round above this one. */
  readonly after: Round;
  /** How long a relayed message takes. */
  readonly delay: Millis;
}

/** A node restarts once, as it enters this round or the first one after it that it enters. */
export interface ScriptedRestart {
  readonly node: NodeId;
  readonly round: Round;
  /** From its disk, or as if it had never run. */
  readonly state: "durable" | "none";
}

/** The rounds after the scripted ones, which repeat for ever under honest leaders. */
export interface Suffix {
  /** The first of them. */
  readonly first: Round;
  readonly period: number;
}

/**
 * The place of a copy among those that arrive at the same instant, lowest first. Undefined: the
 * copy keeps its place.
 */
export type ArrivalOrder = (copy: Envelope) => number | undefined;
