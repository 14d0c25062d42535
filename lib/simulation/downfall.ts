import type { NodeId } from "../protocol/ids.js";
import type { Agenda } from "./agenda.js";
import { initialState } from "./disk.js";
import type { Node } from "./node.js";
import type { Crash, Ending, Incident, World } from "./world.js";

/** What becomes of nodes that go down, and of a run in which a protocol throws. */
export class Downfall<S extends object, M extends object> {
  /** Set when a protocol has thrown: the run is over. */
  ending: Ending | undefined;
  readonly #world: World<S, M>;
  readonly #agenda: Agenda<M>;
  readonly #start: (node: Node<S>) => void;

  /** `start` gives a node its first event again. */
  constructor(world: World<S, M>, agenda: Agenda<M>, start: (node: Node<S>) => void) {
    this.#world = world;
    this.#agenda = agenda;
    this.#start = start;
  }

  /** A protocol threw: the run is over, unless faults have made the node what it is. */
  fail(node: Node<S>, error: unknown): void {
    const { info, corrupt } = node.spec;
    if (corrupt === true) {
      this.#takeDown(node, "halted");
      return;
    }
    this.ending = crashed(info.id, error);
  }

  /** A node goes down, and comes back from its disk. */
  crash(node: Node<S>, { downtime }: Crash): void {
    this.#takeDown(node, "crashed");
    this.#agenda.callAfter(downtime, () => {
      node.state = initialState(this.#world.protocol, node.spec);
      node.up = true;
      this.#report(node, "restarted");
      this.#start(node);
    });
  }

  #takeDown(node: Node<S>, kind: Incident["kind"]): void {
    node.up = false;
    node.deaths++;
    this.#agenda.stopTimers(node.spec.info);
    this.#report(node, kind);
  }

  #report({ spec }: Node<S>, kind: Incident["kind"]): void {
    this.#world.incident?.({ at: this.#agenda.now, node: spec.info, kind });
  }
}

function crashed(node: NodeId, error: unknown): Ending {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "crashed", node, error: message };
}
