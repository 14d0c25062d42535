/** The worker that explores, from its TypeScript source. */
import { register } from "tsx/esm/api";

register();
await import("../../../executor/exhaustive/worker.ts");
