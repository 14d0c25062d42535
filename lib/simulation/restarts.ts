/** Scripted restarts: which nodes restart as they enter which rounds. */
import type { Node } from "./node.js";
import type { ScriptedRestart } from "./script.js";

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
