/** The workload "flood": a client sends all its requests at once and repeats none. */
import type { Millis } from "../../lib/protocol/ids.js";
import type { ClientEffect } from "../../lib/simulation/clients.js";
import type { Workload } from "../config/config.js";
import { Client, giveUpTimer } from "./client.js";

type Flood = Extract<Workload, { type: "flood" }>;

/** All requests at once, none repeated. */
export class FloodClient extends Client<Flood> {
  protected override hasSentAll(): boolean {
    return true;
  }

  protected override start(at: Millis): readonly ClientEffect[] {
    const effects: ClientEffect[] = [...giveUpTimer(this.workload.timeout)];
    for (let sequence = 1; sequence <= this.workload.count; sequence++) {
      if (this.requests.isServed(sequence)) continue;
      effects.push({ kind: "request", request: this.requests.make(sequence, at) });
    }
    return effects;
  }

  protected override onAnswered(): readonly ClientEffect[] {
    return [];
  }

  protected override onTimer(): readonly ClientEffect[] {
    return [];
  }
}
