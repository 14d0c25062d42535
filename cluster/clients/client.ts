/** The base class of simulated clients: sends requests, counts answers, gives up at a timeout. */
import type { ClientId, Millis } from "../../lib/protocol/ids.js";
import type { ClientProcess, ClientEffect, ClientEvent } from "../../lib/simulation/clients.js";
import type { Workload } from "../config/config.js";
import { Requests } from "./requests.js";
import type { ClientContext } from "./requests.js";

/** How a client stands. */
export type ClientProgress =
  | { readonly kind: "working" }
  | { readonly kind: "done"; readonly at: Millis }
  /** Its timeout passed first. */
  | { readonly kind: "gave-up"; readonly at: Millis };

/** The name of the timer after which a client gives up. */
const TIMEOUT = "timeout";

/** A client: the same for all workloads but for when requests are sent. */
export abstract class Client<W extends Workload = Workload> implements ClientProcess {
  readonly id: ClientId;
  readonly workload: W;
  readonly requests: Requests;
  #progress: ClientProgress = { kind: "working" };

  constructor(workload: W, context: ClientContext) {
    this.id = context.id;
    this.workload = workload;
    this.requests = new Requests(context);
  }

  /** Whether it still works, is done, or has given up. */
  get progress(): ClientProgress {
    return this.#progress;
  }

  /** What the client does about an event at a virtual time. */
  handle(event: ClientEvent, at: Millis): readonly ClientEffect[] {
    if (this.#progress.kind !== "working") {
      if (event.kind === "reply") this.requests.acceptReply(event.reply, at);
      return [];
    }
    const effects = this.#dispatch(event, at);
    if (!this.hasSentAll() || this.requests.unanswered > 0) return effects;
    this.#progress = { kind: "done", at };
    return [...effects, { kind: "stop-timer", name: TIMEOUT }];
  }

  #dispatch(event: ClientEvent, at: Millis): readonly ClientEffect[] {
    switch (event.kind) {
      case "start":
        return this.start(at);
      case "reply": {
        const answered = this.requests.acceptReply(event.reply, at);
        return answered === undefined ? [] : this.onAnswered(at);
      }
      case "timer":
        if (event.name !== TIMEOUT) return this.onTimer(event.name, at);
        this.#progress = { kind: "gave-up", at };
        return [];
    }
  }

  /** Whether no further request is to be sent for the first time. */
  protected abstract hasSentAll(): boolean;
  /** What it does at the beginning of a run. */
  protected abstract start(at: Millis): readonly ClientEffect[];
  /** A request has been answered. */
  protected abstract onAnswered(at: Millis): readonly ClientEffect[];
  /** A timer has run out that is not the one after which it gives up. */
  protected abstract onTimer(timer: string, at: Millis): readonly ClientEffect[];
}

/** Starts the timer after which a client gives up, if it has a timeout. */
export const giveUpTimer = (timeout: Millis | undefined): readonly ClientEffect[] =>
  timeout === undefined ? [] : [{ kind: "start-timer", name: TIMEOUT, after: timeout }];
