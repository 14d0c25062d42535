/** The text of what counts of a stopped run. */
import { unreachable } from "../../lib/protocol/assert.js";
import type { CertificateDescription } from "../../lib/protocol/description.js";
import type { Effect } from "../../lib/protocol/effect.js";
import type { Event, Timer } from "../../lib/protocol/event.js";
import type { Explorable, Naming } from "../../lib/protocol/explorable.js";
import type { BlockId, Millis } from "../../lib/protocol/ids.js";
import type { ProtocolMessage } from "../../lib/protocol/message.js";
import type { Alarm, Delivery } from "../../lib/simulation/agenda.js";
import type { Waiting } from "../../lib/simulation/held.js";
import type { Idleness } from "./idleness.js";
import type { SavedRun, Task } from "../../lib/simulation/saved.js";

type Message = ProtocolMessage;

/** Writes down all of a run that can still influence it, besides the scenario. */
export class RunText {
  readonly #explorable: Explorable<object, Message>;
  readonly #naming: Naming;

  constructor(explorable: Explorable<object, Message>, naming: Naming) {
    this.#explorable = explorable;
    this.#naming = naming;
  }

  /** Of idle nodes, the rounds' timers and most of the rest are left out. */
  of({ nodes, agenda, held, task }: SavedRun<object, Message>, idle: Idleness): string {
    const { now } = agenda;
    const parts = nodes.map(({ state, round }, index) => {
      const place = idle.placeOf(index);
      const key =
        place === undefined
          ? `${round}.${this.#explorable.key(state, this.#naming)}`
          : `i${place}.${this.#explorable.quiescence?.key(state, this.#naming, idle.shown) ?? ""}`;
      return `${key.length}:${key}`;
    });
    for (const [at, item] of agenda.items) {
      if (!isUnheard(item, idle)) parts.push(`${at - now}${this.#item(item)}`);
    }
    for (const waiting of held) parts.push(this.#waiting(waiting, now));
    if (task !== undefined && !isIdleWait(task, idle)) parts.push(...this.#task(task));
    return parts.join(",");
  }

  #item(item: Delivery<Message> | Alarm): string {
    return "payload" in item
      ? `>${item.to.index} ${this.#message(item.payload)}`
      : `!${item.node.index} ${this.#timer(item.timer)}`;
  }

  #waiting({ delivery, until, earliest }: Waiting<Message>, now: Millis): string {
    const left = Math.max(0, earliest - now);
    return `h${until} ${left}>${delivery.to.index} ${this.#message(delivery.payload)}`;
  }

  #task({ node, event, effects, next }: Task<Message>): string[] {
    const parts = [`d${node.index}`, event === undefined ? "" : this.#event(event)];
    for (const effect of effects.slice(next)) parts.push(this.#effect(effect));
    return parts;
  }

  #event(event: Event<Message>): string {
    switch (event.kind) {
      case "message":
        return `e${this.#message(event.message)}`;
      case "timer":
        return `e${this.#timer(event.timer)}`;
      case "start":
      case "request":
        return event.kind;
      default:
        return unreachable(event);
    }
  }

  #effect(effect: Effect<Message>): string {
    switch (effect.kind) {
      case "send":
        return `s${effect.to} ${this.#message(effect.message)}`;
      case "broadcast":
        return `b${this.#message(effect.message)}`;
      case "start-timer":
        return `t${this.#timer(effect.timer)} ${effect.after}`;
      case "stop-timer":
        return `x${this.#timer(effect.timer)}`;
      case "commit": {
        const { id, stateId } = effect.entry;
        return `c${this.#naming.block(id)}${this.#naming.state(stateId, id)}`;
      }
      case "entered":
        return `n${effect.round}`;
      case "certified":
        return this.#certificate(effect.certificate);
      case "persist":
      case "reply":
      case "decided":
      case "refused":
        return "";
      default:
        return unreachable(effect);
    }
  }

  #certificate(certificate: CertificateDescription): string {
    const block = certificate.kind === "qc" ? this.#naming.block(certificate.block) : "";
    return `q${certificate.round} ${block} ${certificate.signers.join("")}`;
  }

  /** A retry for what is not mentioned is about to be stopped: nobody wants that any more. */
  #timer(timer: Timer): string {
    if (timer.kind === "round") return String(timer.round);
    const block = timer.key as BlockId;
    return this.#naming.isNamed(block) ? `r${this.#naming.block(block)} ${timer.attempt}` : "r";
  }

  #message(message: Message): string {
    const key = this.#explorable.messageKey(message, this.#naming);
    return `${key.length}:${key}`;
  }
}

/** Whether an idle node is about to give up its round. */
const isIdleWait = ({ node, event }: Task<Message>, idle: Idleness): boolean =>
  idle.has(node.index) && event?.kind === "timer";

const isUnheard = (item: Delivery<Message> | Alarm, idle: Idleness): boolean =>
  "timer" in item && item.timer.kind === "round" && idle.has(item.node.index);
