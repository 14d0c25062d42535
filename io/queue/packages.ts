/** Loads the optional packages of the queue. */
import type { Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { InputError } from "../../lib/scenario/input/problem.js";

/** BullMQ and its client of Redis. */
export interface QueuePackages {
  readonly Queue: typeof Queue;
  readonly Worker: typeof Worker;
  readonly Redis: typeof Redis;
}

/** Throws {@link InputError} if they are not installed: they are needed for nothing else. */
export async function queuePackages(): Promise<QueuePackages> {
  try {
    const { Queue, Worker } = await import("bullmq");
    const { Redis } = await import("ioredis");
    return { Queue, Worker, Redis };
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === MISSING;
    if (!isMissing) throw error;
    const wrong = "needs the packages bullmq and ioredis, which are not installed";
    throw new InputError([{ path: "--queue", wrong, allowed: "npm install bullmq ioredis" }]);
  }
}

const MISSING = "ERR_MODULE_NOT_FOUND";
