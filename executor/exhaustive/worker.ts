/** The body of a worker that expands batches. */
import { nodeSha256 } from "../../io/node-sha256.js";
import { reloadProtocol } from "../../io/protocols/load.js";
import { serveTasks } from "../../io/worker-task.js";
import type { PortableAssignment } from "./crew.js";
import { batchExpander } from "./expansion.js";
import { territoryOf } from "./territory.js";

await serveTasks(async ({ protocol, ...assignment }: PortableAssignment) => {
  const loaded = protocol && (await reloadProtocol(protocol));
  const run = { ...assignment.run, loaded };
  return batchExpander(territoryOf({ ...assignment, run }, nodeSha256), assignment.examples);
});
