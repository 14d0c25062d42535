/** The exports of lib/simulation. */
export type { ClientEffect, ClientEvent, ClientProcess, ClientSettings } from "./clients.js";
export { MemoryLedger } from "./ledger.js";
export { fixedDelay } from "./network/network.js";
export type {
  Envelope,
  Fate,
  Held,
  LinkPolicy,
  Lost,
  Outbound,
  Routes,
} from "./network/network.js";
export type { ArrivalOrder, RelayRule, ScriptedRestart, Suffix } from "./script.js";
export { EventQueue } from "./queue.js";
export { simulate } from "./simulation.js";
export type { TraceEntry, Tracer } from "./trace.js";
export type {
  Crash,
  Disk,
  Ending,
  Incident,
  NodeSpec,
  Outcome,
  OutgoingMessage,
  Stored,
  World,
} from "./world.js";
