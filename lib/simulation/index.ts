/** The exports of lib/simulation. */
export { MemoryLedger } from "./ledger.js";
export { fixedDelay } from "./network.js";
export type { Envelope, Fate, Held, LinkPolicy, Lost } from "./network.js";
export { EventQueue } from "./queue.js";
export { simulate } from "./simulation.js";
export type { TraceEntry, Tracer } from "./trace.js";
export type { Ending, NodeSpec, Outcome, World } from "./world.js";
