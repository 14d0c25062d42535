/** The body of a worker that runs ranges of a sweep. */
import { serveTasks } from "../../io/workers/worker-task.js";
import { loadJob } from "./job.js";
import type { PortableSweepJob } from "./job.js";
import { rangeRunner } from "./range-runner.js";

await serveTasks(async (job: PortableSweepJob) => rangeRunner(await loadJob(job)));
