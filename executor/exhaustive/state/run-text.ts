/** The text of what counts of a stopped run. */
import { unreachable } from "../../../lib/protocol/assert.js";
import type { Certificate } from "../../../lib/protocol/description.js";
import type { Effect } from "../../../lib/protocol/effect.js";
import type { Event, Timer } from "../../../lib/protocol/event.js";
import type { Explorable, Naming } from "../../../lib/protocol/explorable.js";
import type { Millis } from "../../../lib/protocol/ids.js";
import type { Delivery } from "../../../lib/simulation/post.js";
import type { PendingTimer } from "../../../lib/simulation/timers.js";
import type { HeldMessage } from "../../../lib/simulation/held.js";
import type { Idleness } from "./idleness.js";
import type { RunSnapshot, PendingTask } from "../../../lib/simulation/snapshot.js";

type Message = object;

/** Writes down all of a run that can still influence it, besides the scenario. */
export class RunText {
  readonly #explorable: Explorable<object, Message>;
  readonly #naming: Naming;

  constructor(explorable: Explorable<object, Message>, naming: Naming) {
    this.#explorable = explorable;
    this.#naming = naming;
  }

  /** Of idle nodes, the rounds' timers and most of the rest are left out. */
  of({ nodes, scheduler, held, task }: RunSnapshot<object, Message>, idle: Idleness): string {
    const { now } = scheduler;
    const parts = nodes.map(({ state, round, halted }, index) => {
      const place = idle.placeOf(index);
      const key =
        place === undefined
          ? `${round}.${this.#explorable.key(state, this.#naming)}`
          : `i${place}.${this.#explorable.quiescence?.key(state, this.#naming, idle.shown) ?? ""}`;
      return `${halted ? "z" : ""}${key.length}:${key}`;
    });
    for (const [at, item] of scheduler.items) {
      if (!isUnheard(item, idle)) parts.push(`${at - now}${this.#item(item)}`);
    }
    for (const waiting of held) parts.push(this.#waiting(waiting, now));
    if (task !== undefined && !isIdleWait(task, idle)) parts.push(...this.#task(task));
    return parts.join(",");
  }

  #item(item: Delivery<Message> | PendingTimer): string {
    return "payload" in item
      ? `>${item.to.index} ${this.#message(item.payload)}`
      : `!${item.node.index} ${this.#timer(item.timer)}`;
  }

  #waiting({ delivery, until, earliest }: HeldMessage<Message>, now: Millis): string {
    const left = Math.max(0, earliest - now);
    return `h${until} ${left}>${delivery.to.index} ${this.#message(delivery.payload)}`;
  }

  #task({ node, event, effects, next }: PendingTask<Message>): string[] {
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
      case "halted":
        return "z";
      default:
        return unreachable(effect);
    }
  }

  #certificate(certificate: Certificate): string {
    const block = certificate.value === null ? "" : this.#naming.block(certificate.value);
    return `q${certificate.round} ${block} ${certificate.signers.join("")}`;
  }

  #timer(timer: Timer): string {
    return timer.round === undefined
      ? this.#explorable.timerKey(timer, this.#naming)
      : String(timer.round);
  }

  #message(message: Message): string {
    const key = this.#explorable.messageKey(message, this.#naming);
    return `${key.length}:${key}`;
  }
}

/** Whether an idle node is about to give up its round. */
const isIdleWait = ({ node, event }: PendingTask<Message>, idle: Idleness): boolean =>
  idle.has(node.index) && event?.kind === "timer";

const isUnheard = (item: Delivery<Message> | PendingTimer, idle: Idleness): boolean =>
  "timer" in item && item.timer.round !== undefined && idle.has(item.node.index);
