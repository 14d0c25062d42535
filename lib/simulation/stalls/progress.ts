/** How far a run has come: whether it may end, and since when nothing has happened. */
import { GENESIS_ROUND } from "../../protocol/ids.js";
import type { Round } from "../../protocol/ids.js";
import type { CycleDetector } from "./cycle-detector.js";
import type { Node } from "../node.js";
import type { NodeSpec } from "../world.js";

/** Counts the nodes that keep a run from ending, and takes note of each step towards the end. */
export class RunProgress<S extends object, M extends object> {
  /** Honest nodes that have neither passed the last round nor halted. */
  unfinishedNodes = 0;
  /**
   * Whether the run has paused without messages in flight since a node last entered a round or
   * committed.
   */
  quiet = false;
  readonly #cycles: CycleDetector<S, M>;

  constructor(cycles: CycleDetector<S, M>) {
    this.#cycles = cycles;
  }

  /** No node has done anything yet. */
  reset(nodes: readonly NodeSpec[]): void {
    this.quiet = false;
    this.unfinishedNodes = 0;
    for (const { info } of nodes) if (info.honest) this.unfinishedNodes++;
  }

  /** A node entered a round or committed: no earlier state can recur. */
  note(): void {
    this.#cycles.reset();
    this.quiet = false;
  }

  enter(node: Node<S>, round: Round, lastRound: Round): void {
    if (isBehind(node, lastRound) && round > lastRound) this.unfinishedNodes--;
    node.round = round;
    this.note();
  }

  /** A node that was finished begins anew. */
  restart(node: Node<S>, lastRound: Round): void {
    if (node.spec.info.honest && !isBehind(node, lastRound)) this.unfinishedNodes++;
    node.round = GENESIS_ROUND;
    node.halted = false;
    this.note();
  }

  halt(node: Node<S>, lastRound: Round): void {
    if (isBehind(node, lastRound)) this.unfinishedNodes--;
    node.halted = true;
    this.note();
  }
}

/** Whether a node keeps the run from ending. */
const isBehind = ({ spec, round, halted }: Node<unknown>, lastRound: Round): boolean =>
  spec.info.honest && !halted && round <= lastRound;
