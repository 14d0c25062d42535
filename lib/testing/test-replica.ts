/** One replica without a network, which handles the events that a law gives it. */
import { invariant } from "../protocol/assert.js";
import type { Effect } from "../protocol/host/effect.js";
import type { Event, Timer } from "../protocol/host/event.js";
import { replicaId, round } from "../protocol/ids.js";
import type { ReplicaId } from "../protocol/ids.js";
import { canonicalText } from "../explore/canonical.js";
import { isPlainObject } from "../explore/clone.js";
import type { Protocol } from "../protocol/protocol.js";
import { CheckedProtocol } from "../simulation/checks/checked-protocol.js";
import type { Node } from "../simulation/node.js";
import { newNodes } from "../simulation/node.js";
import type { PlannedEvent } from "./arbitraries.js";
import { QUIET, smallNodes } from "./small-world.js";

/** Of the leaders that a replica is told. */
const LAST_ROUND = round(7);

/** A message that was on its way in a run, and who sent it. */
export interface SentMessage<M> {
  readonly from: ReplicaId;
  readonly message: M;
}

/** A replica with a ledger and timers of its own. Whatever breaks the contract throws. */
export class TestReplica<S extends object, M extends object> {
  readonly node: Node<S>;
  readonly #protocol: CheckedProtocol<S, M>;
  readonly #timers = new Map<string, Timer>();
  #now = 0;
  #at = 0;

  constructor(protocol: Protocol<S, M>) {
    const specs = smallNodes(protocol, QUIET);
    this.#protocol = new CheckedProtocol(protocol, specs);
    this.#protocol.begin({ label: "", nodes: specs, lastRound: LAST_ROUND });
    const [node] = newNodes(this.#protocol, specs, (failure) => {
      throw failure;
    });
    invariant(node !== undefined, "a small world has nodes");
    this.node = node;
  }

  /** Handles an event, and carries out what concerns the replica alone. */
  handle(event: Event<M>): readonly Effect<M>[] {
    const effects = this.#protocol.handle(this.node, event, this.#now++);
    for (const effect of effects) this.#carryOut(effect);
    return effects;
  }

  /** The event that is planned; none where it needs a timer and none runs. */
  eventOf(planned: PlannedEvent, said: readonly SentMessage<M>[]): Event<M> | undefined {
    if (planned.kind === "timer") {
      const running = [...this.#timers.values()];
      const timer = running[planned.which % Math.max(1, running.length)];
      if (timer === undefined) return undefined;
      this.#timers.delete(timer.name);
      return { kind: "timer", timer };
    }
    this.#at += planned.on;
    const found = said[Math.max(0, this.#at - planned.back) % Math.max(1, said.length)];
    if (found === undefined) return undefined;
    const { from, message } = found;
    if (planned.junk === 0) return { kind: "message", from, message };
    if (planned.junk === 1) return { kind: "message", from: replicaId("stranger"), message };
    return { kind: "message", from, message: this.#changed(message, planned.junk, said) };
  }

  /** The event in words. */
  wordsOf(event: Event<M>): string {
    if (event.kind === "timer") return `timer ${event.timer.name}`;
    if (event.kind !== "message") return event.kind;
    return `message from ${event.from}: ${canonicalText(event.message)}`;
  }

  /**
   * A copy of a message in which one text or number is another: one of those that differ between
   * messages of its type, since what they all share tells the type.
   */
  #changed(message: M, which: number, said: readonly SentMessage<M>[]): M {
    const type = this.#typeOf(message);
    const alike = said.filter((other) => this.#typeOf(other.message) === type);
    const fields = Object.entries(message).filter(
      ([name, value]) =>
        isLeaf(value) && alike.some((other) => Reflect.get(other.message, name) !== value),
    );
    const [name, value] = fields[which % Math.max(1, fields.length)] ?? [];
    if (name === undefined) return message;
    const content = { ...message, [name]: typeof value === "number" ? value + 1 : "junk" };
    return isPlainObject(message) ? content : this.#remade(message, content);
  }

  /** An instance with other content, if its class makes it of its fields; else as it is. */
  #remade(message: M, content: M): M {
    try {
      const made = Reflect.construct(message.constructor, [content]) as M;
      return this.#typeOf(made) === this.#typeOf(message) ? made : message;
    } catch {
      return message;
    }
  }

  #typeOf(message: M): string {
    return this.#protocol.describe(this.node.spec.info, message).type;
  }

  #carryOut(effect: Effect<M>): void {
    const { spec } = this.node;
    if (effect.kind === "commit") spec.ledger.append(effect.entry);
    else if (effect.kind === "start-timer") this.#timers.set(effect.timer.name, effect.timer);
    else if (effect.kind === "stop-timer") this.#timers.delete(effect.timer.name);
    else if (effect.kind === "send" || effect.kind === "broadcast") {
      this.#protocol.describe(spec.info, effect.message);
    }
  }
}

const isLeaf = (value: unknown): boolean => typeof value === "string" || typeof value === "number";
