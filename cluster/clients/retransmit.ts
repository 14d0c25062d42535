/** The workload "retransmit": one request at a time, sent again until it is answered. */
import type { Millis } from "../../lib/protocol/ids.js";
import type { ClientEffect } from "../../lib/simulation/clients.js";
import type { Workload } from "../config/config.js";
import { Client, giveUpTimer } from "./client.js";

type Retransmit = Extract<Workload, { type: "retransmit" }>;

const AGAIN = "again";
/** Upper limit of doublings: this wait exceeds any run. */
const MOST_DOUBLINGS = 30;

/** One request at a time, sent again with the same id until it is answered. */
export class RetransmitClient extends Client<Retransmit> {
  #current = 0;
  #doublings = 0;

  protected override hasSentAll(): boolean {
    return this.#current >= this.workload.count;
  }

  protected override start(at: Millis): readonly ClientEffect[] {
    return [...giveUpTimer(this.workload.timeout), ...this.#sendNext(at)];
  }

  protected override onAnswered(at: Millis): readonly ClientEffect[] {
    return [{ kind: "stop-timer", name: AGAIN }, ...this.#sendNext(at)];
  }

  /** Waits twice as long before each further repetition. */
  protected override onTimer(): readonly ClientEffect[] {
    const request = this.requests.retransmit(this.#current);
    if (request === undefined) return [];
    this.#doublings = Math.min(this.#doublings + 1, MOST_DOUBLINGS);
    return [{ kind: "request", request }, this.#timer()];
  }

  #sendNext(at: Millis): readonly ClientEffect[] {
    do this.#current++;
    while (this.requests.isServed(this.#current));
    if (this.#current > this.workload.count) return [];
    this.#doublings = 0;
    return [{ kind: "request", request: this.requests.make(this.#current, at) }, this.#timer()];
  }

  #timer(): ClientEffect {
    const after = this.workload.firstWait * 2 ** this.#doublings;
    return { kind: "start-timer", name: AGAIN, after };
  }
}
