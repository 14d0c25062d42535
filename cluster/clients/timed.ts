/** The workload "timed": requests at set intervals, whether or not earlier ones are answered. */
import type { Millis } from "../../lib/protocol/ids.js";
import type { ClientEffect } from "../../lib/simulation/clients.js";
import type { Workload } from "../config/config.js";
import { Client, giveUpTimer } from "./client.js";

type Timed = Extract<Workload, { type: "timed" }>;

const NEXT = "next";

/** One request after another, at set intervals, whether or not the ones before are answered. */
export class TimedClient extends Client<Timed> {
  #next = 1;

  protected override hasSentAll(): boolean {
    return this.#next > this.workload.count;
  }

  protected override start(at: Millis): readonly ClientEffect[] {
    return this.#send(at);
  }

  protected override onAnswered(): readonly ClientEffect[] {
    return [];
  }

  protected override onTimer(_timer: string, at: Millis): readonly ClientEffect[] {
    return this.#send(at);
  }

  /** Sends the next request, and sets the timer for the one after it. */
  #send(at: Millis): readonly ClientEffect[] {
    while (this.requests.isServed(this.#next)) this.#next++;
    const sequence = this.#next;
    if (sequence > this.workload.count) return [];
    this.#next++;
    const request: ClientEffect = { kind: "request", request: this.requests.make(sequence, at) };
    const interval = this.workload.delays[sequence - 1];
    return interval === undefined
      ? [request, ...giveUpTimer(this.workload.timeout)]
      : [request, { kind: "start-timer", name: NEXT, after: interval }];
  }
}
