import type { Millis } from "../../lib/protocol/ids.js";
import type { GuestEffect } from "../../lib/simulation/guests.js";
import type { Workload } from "../config.js";
import { Client, patience } from "./client.js";

type Flood = Extract<Workload, { type: "flood" }>;

/** All requests at once, none repeated. */
export class FloodClient extends Client<Flood> {
  protected override hasSentAll(): boolean {
    return true;
  }

  protected override start(at: Millis): readonly GuestEffect[] {
    const effects: GuestEffect[] = [...patience(this.workload.timeout)];
    for (let sequence = 1; sequence <= this.workload.count; sequence++) {
      if (this.requests.isServed(sequence)) continue;
      effects.push({ kind: "request", request: this.requests.make(sequence, at) });
    }
    return effects;
  }

  protected override settled(): readonly GuestEffect[] {
    return [];
  }

  protected override ring(): readonly GuestEffect[] {
    return [];
  }
}
