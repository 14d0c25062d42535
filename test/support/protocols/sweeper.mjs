/** The worker that runs ranges of a sweep, from its TypeScript source. */
import { register } from "tsx/esm/api";

register();
await import("../../../executor/sweeps/worker.ts");
