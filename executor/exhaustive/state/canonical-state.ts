/** The canonical text of the live variables of a stopped run. */
import { unreachable } from "../../../lib/protocol/assert.js";
import type { Certificate } from "../../../lib/protocol/description.js";
import type { Effect } from "../../../lib/protocol/host/effect.js";
import type { Event, Timer } from "../../../lib/protocol/host/event.js";
import type { Explorable, CanonicalIds } from "../../../lib/protocol/explorable.js";
import type { Millis } from "../../../lib/protocol/ids.js";
import type { Delivery } from "../../../lib/simulation/network/post.js";
import type { PendingTimer } from "../../../lib/simulation/timers.js";
import type { HeldMessage } from "../../../lib/simulation/network/held.js";
import type { QuiescentNodes } from "./quiescent-nodes.js";
import type { RunSnapshot, PendingTask } from "../../../lib/simulation/snapshot.js";

type Message = object;

/** Writes everything that can still influence a run, except the scenario, as text. */
export class CanonicalState {
  readonly #explorable: Explorable<object, Message>;
  readonly #ids: CanonicalIds;

  constructor(explorable: Explorable<object, Message>, ids: CanonicalIds) {
    this.#explorable = explorable;
    this.#ids = ids;
  }

  /** Leaves out the round timers of quiescent nodes, and most of their state. */
  text(
    { nodes, scheduler, held, task }: RunSnapshot<object, Message>,
    quiescent: QuiescentNodes,
  ): string {
    const { now } = scheduler;
    const { quiescence } = this.#explorable;
    const parts = nodes.map(({ state, round, halted }, index) => {
      const roundText = quiescent.roundText(index);
      const least = quiescent.minCertificateRound;
      const key =
        roundText === undefined
          ? `${round}.${this.#explorable.key(state, this.#ids)}`
          : `i${roundText}.${quiescence?.key(state, this.#ids, least) ?? ""}`;
      return `${halted ? "z" : ""}${key.length}:${key}`;
    });
    for (const [at, item] of scheduler.items) {
      if (!isUnobservedTimer(item, quiescent)) parts.push(`${at - now}${this.#item(item)}`);
    }
    for (const waiting of held) parts.push(this.#waiting(waiting, now));
    if (task !== undefined && !isQuiescentTimeout(task, quiescent)) parts.push(...this.#task(task));
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
        return `c${this.#ids.block(id)}${this.#ids.state(stateId, id)}`;
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
      case "stuck":
        return `u${effect.round}`;
      default:
        return unreachable(effect);
    }
  }

  #certificate(certificate: Certificate): string {
    const block = certificate.value === null ? "" : this.#ids.block(certificate.value);
    return `q${certificate.round} ${block} ${certificate.signers.join("")}`;
  }

  #timer(timer: Timer): string {
    return timer.round === undefined
      ? this.#explorable.timerKey(timer, this.#ids)
      : String(timer.round);
  }

  #message(message: Message): string {
    const key = this.#explorable.messageKey(message, this.#ids);
    return `${key.length}:${key}`;
  }
}

/** Whether a quiescent node is about to time out. */
const isQuiescentTimeout = (
  { node, event }: PendingTask<Message>,
  quiescent: QuiescentNodes,
): boolean => quiescent.has(node.index) && event?.kind === "timer";

const isUnobservedTimer = (
  item: Delivery<Message> | PendingTimer,
  quiescent: QuiescentNodes,
): boolean => "timer" in item && item.timer.round !== undefined && quiescent.has(item.node.index);
