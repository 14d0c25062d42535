/** Makes the client that carries out a workload. */
import { unreachable } from "../../lib/protocol/assert.js";
import type { Workload } from "../config/config.js";
import type { Client } from "./client.js";
import { FloodClient } from "./flood.js";
import type { ClientContext } from "./requests.js";
import { RetransmitClient } from "./retransmit.js";
import { TimedClient } from "./timed.js";

/** The client that carries out its part of a workload. */
export function clientOf(workload: Workload, context: ClientContext): Client {
  switch (workload.type) {
    case "retransmit":
      return new RetransmitClient(workload, context);
    case "flood":
      return new FloodClient(workload, context);
    case "timed":
      return new TimedClient(workload, context);
    default:
      return unreachable(workload);
  }
}
