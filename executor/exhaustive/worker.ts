/** The body of a worker that expands batches. */
import { nodeSha256 } from "../../io/node-sha256.js";
import { reloadProtocol } from "../../io/protocols/load.js";
import { serveTasks } from "../../io/workers/worker-task.js";
import type { PortableJob } from "./expansion-pool.js";
import { batchExpander } from "./expansion.js";
import { searchSpaceOf } from "./search-space.js";

await serveTasks(async ({ protocol, ...job }: PortableJob) => {
  const loaded = protocol && (await reloadProtocol(protocol));
  const run = { ...job.run, loaded };
  return batchExpander(searchSpaceOf({ ...job, run }, nodeSha256), job.examples);
});
