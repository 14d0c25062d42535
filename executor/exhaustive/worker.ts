/** The body of a worker that expands batches. */
import { nodeSha256 } from "../../io/node-sha256.js";
import { serveTasks } from "../../io/worker-task.js";
import { territoryOf } from "./territory.js";
import type { Assignment } from "./territory.js";
import { batchExpander } from "./expansion.js";

serveTasks((assignment: Assignment) =>
  batchExpander(territoryOf(assignment, nodeSha256), assignment.examples),
);
