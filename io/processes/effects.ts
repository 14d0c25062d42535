/** Turns the effects of a program into those of the contract. */
import { unreachable } from "../../lib/protocol/assert.js";
import type { Description } from "../../lib/protocol/description.js";
import type { Effect } from "../../lib/protocol/host/effect.js";
import { blockId, stateId } from "../../lib/protocol/ids.js";
import type { ReplicaId } from "../../lib/protocol/ids.js";
import type { LedgerEntry } from "../../lib/protocol/host/ledger.js";
import type { WireEffect } from "./wire.js";

/** A message that is no object or list: a text, a number, true, false or null. */
class Scalar {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** What is known of the messages that the program sent, as long as somebody has them. */
export class SentMessages {
  readonly #descriptions = new WeakMap<object, Description>();
  readonly #texts = new WeakMap<object, string>();
  /** The number of each message of the present run. */
  #numbers = new WeakMap<object, number>();
  #count = 0;

  /** A run begins: its messages are counted from 0 on. */
  beginRun(): void {
    this.#numbers = new WeakMap();
    this.#count = 0;
  }

  /** Keeps a message with its description. */
  add(value: unknown, description: Description): object {
    const message = typeof value === "object" && value !== null ? value : new Scalar(value);
    this.#descriptions.set(message, description);
    this.#numbers.set(message, this.#count++);
    return message;
  }

  /** Which message of the present run it is; undefined for one that was not sent in it. */
  numberOf(message: object): number | undefined {
    return this.#numbers.get(message);
  }

  /** Undefined for a message that was not sent. */
  descriptionOf(message: object): Description | undefined {
    return this.#descriptions.get(message);
  }

  /** The message as JSON. A message goes to several nodes, and is written once. */
  textOf(message: object): string {
    let text = this.#texts.get(message);
    if (text === undefined) {
      text = JSON.stringify(message instanceof Scalar ? message.value : message);
      this.#texts.set(message, text);
    }
    return text;
  }
}

type EffectOf<Kind> = Extract<WireEffect, { readonly kind: Kind }>;

/** What a node with this identity did; of the message that it handled only the host knows. */
export function effectFrom(
  effect: WireEffect,
  self: ReplicaId,
  sent: SentMessages,
  handled: object,
): Effect<object> {
  switch (effect.kind) {
    case "send":
      return { ...effect, to: effect.to, message: messageOf(effect, self, sent) };
    case "broadcast":
      return { kind: "broadcast", message: messageOf(effect, self, sent) };
    case "commit":
      return { kind: "commit", entry: entryOf(effect) };
    case "refused":
      return { ...effect, message: handled };
    case "start-timer":
    case "stop-timer":
    case "entered":
    case "certified":
    case "decided":
    case "halted":
      return effect as Effect<object>;
    default:
      return unreachable(effect);
  }
}

const messageOf = (
  { message, description }: EffectOf<"send" | "broadcast">,
  self: ReplicaId,
  sent: SentMessages,
): object => sent.add(message, { sender: self, ...description } as Description);

function entryOf({ entry }: EffectOf<"commit">): LedgerEntry {
  const { id, transactions = [], stateId: state = id } = entry;
  const own = { ...entry, id: blockId(id), transactions, stateId: stateId(state) };
  return own as LedgerEntry;
}
