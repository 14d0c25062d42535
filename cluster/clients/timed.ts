import type { Millis } from "../../lib/protocol/ids.js";
import type { GuestEffect } from "../../lib/simulation/guests.js";
import type { Workload } from "../config.js";
import { Client, patience } from "./client.js";

type Timed = Extract<Workload, { type: "timed" }>;

const NEXT = "next";

/** One request after another, at set intervals, whether or not the ones before are answered. */
export class TimedClient extends Client<Timed> {
  #next = 1;

  protected override hasSentAll(): boolean {
    return this.#next > this.workload.count;
  }

  protected override start(at: Millis): readonly GuestEffect[] {
    return this.#send(at);
  }

  protected override settled(): readonly GuestEffect[] {
    return [];
  }

  protected override ring(_timer: string, at: Millis): readonly GuestEffect[] {
    return this.#send(at);
  }

  /** Sends the next request, and sets the timer for the one after it. */
  #send(at: Millis): readonly GuestEffect[] {
    while (this.requests.isServed(this.#next)) this.#next++;
    const sequence = this.#next;
    if (sequence > this.workload.count) return [];
    this.#next++;
    const request: GuestEffect = { kind: "request", request: this.requests.make(sequence, at) };
    const interval = this.workload.delays[sequence - 1];
    return interval === undefined
      ? [request, ...patience(this.workload.timeout)]
      : [request, { kind: "start-timer", name: NEXT, after: interval }];
  }
}
