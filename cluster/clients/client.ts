import type { ClientId, Millis } from "../../lib/protocol/ids.js";
import type { Guest, GuestEffect, GuestEvent } from "../../lib/simulation/guests.js";
import type { Workload } from "../config.js";
import { Requests } from "./requests.js";
import type { ClientContext } from "./requests.js";

/** How a client stands. */
export type Progress =
  | { readonly kind: "working" }
  | { readonly kind: "done"; readonly at: Millis }
  /** Its timeout passed first. */
  | { readonly kind: "gave-up"; readonly at: Millis };

/** The name of the timer that ends a client's patience. */
const TIMEOUT = "timeout";

/** A client: the same for all workloads but for when requests are sent. */
export abstract class Client<W extends Workload = Workload> implements Guest {
  readonly id: ClientId;
  readonly workload: W;
  readonly requests: Requests;
  #progress: Progress = { kind: "working" };

  constructor(workload: W, context: ClientContext) {
    this.id = context.id;
    this.workload = workload;
    this.requests = new Requests(context);
  }

  get progress(): Progress {
    return this.#progress;
  }

  handle(event: GuestEvent, at: Millis): readonly GuestEffect[] {
    if (this.#progress.kind !== "working") {
      if (event.kind === "reply") this.requests.take(event.reply, at);
      return [];
    }
    const effects = this.#react(event, at);
    if (!this.hasSentAll() || this.requests.unanswered > 0) return effects;
    this.#progress = { kind: "done", at };
    return [...effects, { kind: "stop-timer", name: TIMEOUT }];
  }

  #react(event: GuestEvent, at: Millis): readonly GuestEffect[] {
    switch (event.kind) {
      case "start":
        return this.start(at);
      case "reply": {
        const settled = this.requests.take(event.reply, at);
        return settled === undefined ? [] : this.settled(at);
      }
      case "timer":
        if (event.name !== TIMEOUT) return this.ring(event.name, at);
        this.#progress = { kind: "gave-up", at };
        return [];
    }
  }

  /** Whether no further request is to be sent for the first time. */
  protected abstract hasSentAll(): boolean;
  protected abstract start(at: Millis): readonly GuestEffect[];
  /** A request has been answered. */
  protected abstract settled(at: Millis): readonly GuestEffect[];
  protected abstract ring(timer: string, at: Millis): readonly GuestEffect[];
}

/** The timer of a client's patience, if that is limited. */
export const patience = (timeout: Millis | undefined): readonly GuestEffect[] =>
  timeout === undefined ? [] : [{ kind: "start-timer", name: TIMEOUT, after: timeout }];
