import { invariant, unreachable } from "../protocol/assert.js";
import type { ClientReply, ClientRequest } from "../protocol/client.js";
import type { ClientId, Millis } from "../protocol/ids.js";
import type { Agenda } from "./agenda.js";

/** What can happen to a guest, one at a time. */
export type GuestEvent =
  | { readonly kind: "start" }
  | { readonly kind: "reply"; readonly reply: ClientReply }
  | { readonly kind: "timer"; readonly name: string };

/** What a guest asks of its host. */
export type GuestEffect =
  /** To every replica. */
  | { readonly kind: "request"; readonly request: ClientRequest }
  /** Replaces the running timer of the same name. */
  | { readonly kind: "start-timer"; readonly name: string; readonly after: Millis }
  | { readonly kind: "stop-timer"; readonly name: string };

/** A client: deterministic, without a clock, and never hit by the faults of the network. */
export interface Guest {
  readonly id: ClientId;
  handle(event: GuestEvent, at: Millis): readonly GuestEffect[];
}

/** The clients of a run, and how long a message from or to one takes. */
export interface Hospitality {
  readonly guests: readonly Guest[];
  delay(): Millis;
}

/** Hosts the clients of a run. */
export class GuestHouse<M> {
  readonly #hospitality: Hospitality;
  readonly #agenda: Agenda<M>;
  readonly #deliver: (request: ClientRequest) => void;
  readonly #byId: ReadonlyMap<ClientId, Guest>;
  /** By guest and name, the alarm that counts; the ones it replaced ring in vain. */
  readonly #timers = new Map<string, object>();

  /** `deliver` puts a request on its way to every replica. */
  constructor(hospitality: Hospitality, agenda: Agenda<M>, deliver: (r: ClientRequest) => void) {
    this.#hospitality = hospitality;
    this.#agenda = agenda;
    this.#deliver = deliver;
    this.#byId = new Map(hospitality.guests.map((guest) => [guest.id, guest]));
  }

  start(): void {
    for (const guest of this.#hospitality.guests) this.#handle(guest, { kind: "start" });
  }

  /** Puts an answer on its way. */
  reply(to: ClientId, reply: ClientReply): void {
    const guest = this.#byId.get(to);
    if (guest === undefined) return;
    this.#agenda.callAfter(this.#hospitality.delay(), () => {
      this.#handle(guest, { kind: "reply", reply });
    });
  }

  #handle(guest: Guest, event: GuestEvent): void {
    for (const effect of guest.handle(event, this.#agenda.now)) this.#carryOut(guest, effect);
  }

  #carryOut(guest: Guest, effect: GuestEffect): void {
    switch (effect.kind) {
      case "request":
        invariant(effect.request.client === guest.id, "a guest asks in its own name");
        this.#deliver(effect.request);
        break;
      case "start-timer":
        this.#startTimer(guest, effect.name, effect.after);
        break;
      case "stop-timer":
        this.#timers.delete(slotOf(guest, effect.name));
        break;
      default:
        unreachable(effect);
    }
  }

  #startTimer(guest: Guest, name: string, after: Millis): void {
    const slot = slotOf(guest, name);
    const alarm = {};
    this.#timers.set(slot, alarm);
    this.#agenda.callAfter(after, () => {
      if (this.#timers.get(slot) !== alarm) return;
      this.#timers.delete(slot);
      this.#handle(guest, { kind: "timer", name });
    });
  }
}

const slotOf = (guest: Guest, name: string): string => `${guest.id} ${name}`;
