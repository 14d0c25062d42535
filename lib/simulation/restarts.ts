/** Scripted restarts: which nodes restart as they enter which rounds. */
import type { NodeId, Round } from "../protocol/ids.js";
import type { Node } from "./node.js";

/** A node restarts once, as it enters this round or the first one after it that it enters. */
export interface ScriptedRestart {
  readonly node: NodeId;
  readonly round: Round;
  /** From its disk, or as if it had never run. */
  readonly state: "durable" | "none";
}

/** The scripted restarts of a run that have not happened yet. */
export class PendingRestarts {
  #pending: ScriptedRestart[] = [];

  reset(restarts: readonly ScriptedRestart[] = []): void {
    this.#pending = [...restarts];
  }

  /** Takes the restarts that are due now that a node has entered its round; the last one counts. */
  take({ spec: { info }, round }: Node<unknown>): ScriptedRestart | undefined {
    if (this.#pending.length === 0) return undefined;
    const isDue = (each: ScriptedRestart): boolean => each.node === info.id && each.round <= round;
    const due = this.#pending.filter(isDue);
    if (due.length > 0) this.#pending = this.#pending.filter((each) => !isDue(each));
    return due.at(-1);
  }
}
