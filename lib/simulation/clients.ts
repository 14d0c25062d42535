/** Hosts the clients of a run: delivers their requests and replies, and runs their timers. */
import { invariant, unreachable } from "../protocol/assert.js";
import type { ClientReply, ClientRequest } from "../protocol/host/client.js";
import type { ClientId, Millis } from "../protocol/ids.js";
import type { Scheduler } from "./scheduler.js";

/** An event of a client. */
export type ClientEvent =
  | { readonly kind: "start" }
  | { readonly kind: "reply"; readonly reply: ClientReply }
  | { readonly kind: "timer"; readonly name: string };

/** An effect of a client. */
export type ClientEffect =
  /** To every replica. */
  | { readonly kind: "request"; readonly request: ClientRequest }
  /** Replaces the running timer of the same name. */
  | { readonly kind: "start-timer"; readonly name: string; readonly after: Millis }
  | { readonly kind: "stop-timer"; readonly name: string };

/** A client: deterministic, without a clock, and never hit by the faults of the network. */
export interface ClientProcess {
  readonly id: ClientId;
  /** What the client does about an event at a virtual time. */
  handle(event: ClientEvent, at: Millis): readonly ClientEffect[];
}

/** The clients of a run, and how long a message from or to one takes. */
export interface ClientSettings {
  readonly clients: readonly ClientProcess[];
  /** How long the next message takes; asked for once a message. */
  delay(): Millis;
}

/** Hosts the clients of a run. */
export class ClientHost<M extends object> {
  readonly #settings: ClientSettings;
  readonly #scheduler: Scheduler<M>;
  readonly #deliver: (request: ClientRequest) => void;
  readonly #byId: ReadonlyMap<ClientId, ClientProcess>;
  /**
   * The current timer of each client and name; a timer that was replaced does nothing when it
   * fires.
   */
  readonly #timers = new Map<string, object>();

  /** `deliver` sends a request to every replica. */
  constructor(
    settings: ClientSettings,
    scheduler: Scheduler<M>,
    deliver: (r: ClientRequest) => void,
  ) {
    this.#settings = settings;
    this.#scheduler = scheduler;
    this.#deliver = deliver;
    this.#byId = new Map(settings.clients.map((client) => [client.id, client]));
  }

  start(): void {
    for (const client of this.#settings.clients) this.#handle(client, { kind: "start" });
  }

  /** Sends a reply to a client. */
  reply(to: ClientId, reply: ClientReply): void {
    const client = this.#byId.get(to);
    if (client === undefined) return;
    this.#scheduler.callAfter(this.#settings.delay(), () => {
      this.#handle(client, { kind: "reply", reply });
    });
  }

  #handle(client: ClientProcess, event: ClientEvent): void {
    for (const effect of client.handle(event, this.#scheduler.now)) this.#carryOut(client, effect);
  }

  #carryOut(client: ClientProcess, effect: ClientEffect): void {
    switch (effect.kind) {
      case "request":
        invariant(effect.request.client === client.id, "a client asks in its own name");
        this.#deliver(effect.request);
        break;
      case "start-timer":
        this.#startTimer(client, effect.name, effect.after);
        break;
      case "stop-timer":
        this.#timers.delete(slotOf(client, effect.name));
        break;
      default:
        unreachable(effect);
    }
  }

  #startTimer(client: ClientProcess, name: string, after: Millis): void {
    const slot = slotOf(client, name);
    const token = {};
    this.#timers.set(slot, token);
    this.#scheduler.callAfter(after, () => {
      if (this.#timers.get(slot) !== token) return;
      this.#timers.delete(slot);
      this.#handle(client, { kind: "timer", name });
    });
  }
}

const slotOf = (client: ClientProcess, name: string): string => `${client.id} ${name}`;
