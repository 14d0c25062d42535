/** Tells judges which messages between honest nodes do not arrive within Δ. */
import type { Millis } from "../../protocol/ids.js";
import type { ObservedEvent } from "../../protocol/judging/observed-event.js";
import type { AnyProtocol } from "../../protocol/protocol.js";
import { AFTER_THE_END } from "./network.js";
import type { Envelope, Fate } from "./network.js";

/** The parts of a world that say whether synchrony counts, and what it is. */
interface Timing {
  readonly protocol: Pick<AnyProtocol, "assumes">;
  readonly nodes: readonly { readonly context: { readonly delta: Millis } }[];
  readonly judge?: (observed: ObservedEvent) => void;
}

/** A message that was held, and when it was sent. */
interface HeldCopy {
  readonly delivery: Envelope;
  readonly sent: Millis;
}

/**
 * Watches the copies of messages in runs of protocols that assume synchrony. A node and its twin
 * are one Byzantine identity: whatever becomes of its messages breaks nothing. Neither do messages
 * of rounds after the last one, which no run delivers.
 */
export class SynchronyWatch {
  #world: Timing;
  #assumed: boolean;
  #delta: Millis;

  constructor(world: Timing) {
    this.#world = world;
    this.#assumed = false;
    this.#delta = 0;
    this.reset(world);
  }

  /** Begins a run of another world. */
  reset(world: Timing): void {
    this.#world = world;
    this.#assumed = world.protocol.assumes === "synchrony" && world.judge !== undefined;
    this.#delta = world.nodes[0]?.context.delta ?? 0;
  }

  /** A copy leaves its sender at this time, and is delivered, or lost. Held ones come later. */
  leaves(copy: Envelope, fate: Fate, at: Millis): void {
    if (!this.#assumed) return;
    if (typeof fate === "number") {
      if (fate > this.#delta) this.#tell(copy, `takes ${fate} ms`, at);
    } else if (fate.kind === "lost" && fate !== AFTER_THE_END) {
      this.#tell(copy, `is lost (${fate.because})`, at);
    }
  }

  /** A copy that was held arrives at `arrival`. */
  isReleased({ delivery, sent }: HeldCopy, arrival: Millis, at: Millis): void {
    const taken = arrival - sent;
    if (this.#assumed && taken > this.#delta) this.#tell(delivery, `takes ${taken} ms`, at);
  }

  /** A copy arrives at a node that is down. */
  isMissed(copy: Envelope, at: Millis): void {
    if (this.#assumed) this.#tell(copy, "reaches a replica that is down", at);
  }

  /** The run ends while these copies are held. */
  ends(held: readonly HeldCopy[], at: Millis): void {
    for (const { delivery, sent } of held) {
      if (this.#assumed && at - sent > this.#delta) this.#tell(delivery, "never arrives", at);
    }
  }

  #tell({ from, to, message }: Envelope, fate: string, at: Millis): void {
    if (!from.honest || !to.honest) return;
    const { type, round } = message;
    const overdue = { type, round, from: from.id, to: to.id, fate };
    this.#world.judge?.({ kind: "overdue", at, node: from, overdue });
  }
}
