/** Queues of tasks in Redis, as a worker sees them: takes tasks until there are none. */
import type { Worker } from "bullmq";
import type { Redis } from "ioredis";
import { connectRedis } from "./connection.js";
import type { RedisAddress } from "./connection.js";
import { ANNOUNCEMENTS, queueOf } from "./names.js";
import { queuePackages } from "./packages.js";
import type { QueuePackages } from "./packages.js";
import { SilenceWatch } from "./silence.js";

/** Runs the tasks of one queue. */
export interface TaskRunner {
  run(task: unknown): Promise<object>;
  close(): Promise<void>;
}

/** What a worker does, and how long. */
export interface TaskSourceOptions {
  readonly address: RedisAddress;
  /** How many tasks of a queue are run at once. */
  readonly concurrency: number;
  /** Ends when there has been nothing to run for so many seconds. */
  readonly wait: number;
  /** Reads what a queue announces. What it throws ends the worker before it has taken a task. */
  readonly prepare: (announcement: string, queue: string) => Promise<TaskRunner>;
  readonly warn: (line: string) => void;
}

const POLL_MS = 200;
const SECOND_MS = 1000;
/**
 * A worker renews the lock of its task at half of this time; one that has died loses it. The event
 * loop of a worker is free: its threads do the work.
 */
const LOCK_MS = 10_000;
const STALLED_MS = 5000;
/** So often a task is run again whose worker has died: most die by somebody else's doing. */
const MOST_DEATHS = 10;

/**
 * Takes tasks of all queues that are announced. A failure of a task ends it: another worker tries
 * the task again.
 */
export class TaskSource {
  readonly #packages: QueuePackages;
  readonly #redis: Redis;
  readonly #options: TaskSourceOptions;
  readonly #watch: SilenceWatch;
  readonly #queues = new Map<string, { readonly worker: Worker; readonly runner: TaskRunner }>();
  #failure: Error | undefined;
  #running = 0;
  #done = 0;
  #idleSince = performance.now();

  private constructor(packages: QueuePackages, redis: Redis, options: TaskSourceOptions) {
    this.#packages = packages;
    this.#redis = redis;
    this.#options = options;
    this.#watch = new SilenceWatch(options.address, {
      warn: options.warn,
      giveUp: (failure) => (this.#failure = failure),
    });
  }

  /** Throws {@link InputError} if the packages or Redis are not there. */
  static async open(options: TaskSourceOptions): Promise<TaskSource> {
    const packages = await queuePackages();
    return new TaskSource(packages, await connectRedis(packages, options.address), options);
  }

  /** Runs tasks until there has been none for long enough; returns how many it has run. */
  async serve(): Promise<number> {
    const { wait } = this.#options;
    try {
      let looking: Promise<void> | undefined;
      while (this.#running > 0 || performance.now() - this.#idleSince < wait * SECOND_MS) {
        looking ??= this.#look().finally(() => (looking = undefined));
        await Promise.race([looking, after(POLL_MS)]);
        await after(POLL_MS);
        if (this.#failure !== undefined) throw this.#failure;
      }
      return this.#done;
    } finally {
      await this.#close();
    }
  }

  /** Begins with queues that are new. Where Redis does not answer, the next look will tell. */
  async #look(): Promise<void> {
    const announced = await this.#announced().catch((error: unknown) => {
      this.#watch.noteFailure(error);
    });
    if (announced === undefined) return;
    this.#watch.note();
    for (const [queue, announcement] of announced) {
      if (this.#queues.has(queue)) continue;
      try {
        this.#begin(queue, await this.#options.prepare(announcement, queue));
      } catch (error) {
        this.#failure = error instanceof Error ? error : new Error(String(error));
        return;
      }
    }
  }

  async #announced(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for await (const keys of this.#redis.scanStream({ match: ANNOUNCEMENTS })) {
      for (const key of keys as readonly string[]) {
        const text = await this.#redis.get(key);
        if (text !== null) found.set(queueOf(key), text);
      }
    }
    return found;
  }

  #begin(queue: string, runner: TaskRunner): void {
    const { concurrency } = this.#options;
    const worker = new this.#packages.Worker(
      queue,
      (job: { readonly data: unknown }) => this.#run(runner, job.data),
      {
        ...{ connection: this.#redis, concurrency },
        ...{ lockDuration: LOCK_MS, stalledInterval: STALLED_MS, maxStalledCount: MOST_DEATHS },
      },
    );
    worker.on("error", () => undefined);
    this.#queues.set(queue, { worker, runner });
  }

  async #run(runner: TaskRunner, task: unknown): Promise<object> {
    this.#running++;
    try {
      const result = await runner.run(task);
      this.#done++;
      return result;
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
      // It must take no other task, which would fail as well.
      await Promise.all([...this.#queues.values()].map(({ worker }) => worker.pause(true)));
      throw error;
    } finally {
      this.#running--;
      this.#idleSince = performance.now();
    }
  }

  async #close(): Promise<void> {
    this.#watch.stop();
    for (const { worker, runner } of this.#queues.values()) {
      await Promise.race([worker.close(true).catch(() => undefined), after(SECOND_MS)]);
      await runner.close();
    }
    this.#redis.disconnect();
  }
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
