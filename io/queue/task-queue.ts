/** A queue of tasks in Redis, as whoever needs their results sees it. */
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { ToolFailure } from "../failure.js";
import { connectRedis } from "./connection.js";
import type { RedisAddress } from "./connection.js";
import { announcementKey } from "./names.js";
import { queuePackages } from "./packages.js";
import { SilenceWatch } from "./silence.js";

/** A task that failed as often as it was tried. */
export class TaskFailed extends ToolFailure {}

/** A queue, and what it tells workers about its tasks. */
export interface TaskQueueOptions {
  readonly address: RedisAddress;
  /** Equal for equal work, so that who begins again goes on. */
  readonly name: string;
  /** What workers read before they begin. */
  readonly announcement: string;
  readonly warn: (line: string) => void;
}

interface Outstanding {
  readonly task: object;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

const POLL_MS = 50;
/** After so many polls, what is announced and queued is compared with what should be. */
const POLLS_A_CHECK = 40;
/** After so long without a result, somebody may have forgotten the workers. */
const LONELY_MS = 30_000;
/** Longer than any pause of who announces it. */
const ANNOUNCED_SECONDS = 600;
/** Results that nobody fetches. */
const KEPT = { age: 86_400 };
const ATTEMPTS = 3;
/** Between them, so that another worker takes the task than the one that ends by its failure. */
const BACKOFF = { type: "fixed", delay: 1000 };
const GOODBYE_MS = 5000;

/**
 * Puts tasks into a queue and fetches their results. The id of a task makes it the same task again
 * after a restart of this process: results that are there already are taken. What Redis has lost,
 * be it by a restart, is put there again. Polls: so it knows of no connection, which may come and
 * go.
 */
export class TaskQueue {
  readonly #queue: Queue;
  readonly #redis: Redis;
  readonly #options: TaskQueueOptions;
  readonly #watch: SilenceWatch;
  readonly #outstanding = new Map<string, Outstanding>();
  #failure: Error | undefined;
  #lastResult = performance.now();
  #isClosed = false;

  private constructor(queue: Queue, redis: Redis, options: TaskQueueOptions) {
    this.#queue = queue;
    this.#redis = redis;
    this.#options = options;
    this.#watch = new SilenceWatch(options.address, {
      warn: options.warn,
      giveUp: (failure) => {
        this.#fail(failure);
      },
    });
  }

  /** Throws {@link InputError} if the packages or Redis are not there. */
  static async open(options: TaskQueueOptions): Promise<TaskQueue> {
    const packages = await queuePackages();
    const redis = await connectRedis(packages, options.address);
    const queue = new packages.Queue(options.name, { connection: redis });
    queue.on("error", () => undefined);
    const opened = new TaskQueue(queue, redis, options);
    void opened.#poll();
    return opened;
  }

  /**
   * The result of a task, from whichever worker. Rejects with {@link TaskFailed} if it failed three
   * times, and with {@link ToolFailure} if Redis is gone for minutes.
   */
  run(id: string, task: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#outstanding.set(id, { task, resolve, reject });
      void this.#begin(id, task);
    });
  }

  /** Removes all tasks of this queue, as far as Redis answers. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#watch.stop();
    const removed = Promise.all([
      this.#redis.del(announcementKey(this.#options.name)),
      this.#queue.obliterate({ force: true }),
    ]);
    removed.catch(() => undefined);
    await Promise.race([removed.catch(() => undefined), after(GOODBYE_MS)]);
    this.#redis.disconnect();
  }

  /** A task that failed in an earlier run is tried anew. */
  async #begin(id: string, task: object): Promise<void> {
    await this.#trying(async () => {
      const earlier = await this.#queue.getJob(id);
      if (earlier?.failedReason !== undefined && (await earlier.isFailed())) await earlier.remove();
      await this.#add(id, task);
    });
  }

  async #add(id: string, task: object): Promise<void> {
    const kept = { removeOnComplete: KEPT, removeOnFail: KEPT };
    await this.#queue.add("range", task, {
      ...{ jobId: id, attempts: ATTEMPTS, backoff: BACKOFF },
      ...kept,
    });
  }

  async #poll(): Promise<void> {
    for (let polls = 0; !this.#isClosed; polls++) {
      await this.#trying(async () => {
        if (polls % POLLS_A_CHECK === 0) await this.#check();
        await this.#fetch();
        this.#watch.note();
      });
      await after(POLL_MS);
    }
  }

  async #fetch(): Promise<void> {
    for (const id of await this.#queue.getRanges(["completed", "failed"])) {
      const waiting = this.#outstanding.get(id);
      const job = waiting && (await this.#queue.getJob(id));
      if (waiting === undefined || job?.finishedOn === undefined) continue;
      this.#outstanding.delete(id);
      this.#lastResult = performance.now();
      if (await job.isFailed()) waiting.reject(new TaskFailed(job.failedReason));
      else waiting.resolve(job.returnvalue as unknown);
      await job.remove();
    }
  }

  /** Announces the work, and adds the tasks that Redis does not know. */
  async #check(): Promise<void> {
    const { name, announcement } = this.#options;
    await this.#redis.set(announcementKey(name), announcement, "EX", ANNOUNCED_SECONDS);
    this.#warnIfLonely();
    const known = new Set(
      await this.#queue.getRanges(["wait", "active", "delayed", "completed", "failed"]),
    );
    for (const [id, { task }] of [...this.#outstanding]) {
      if (!known.has(id)) await this.#add(id, task);
    }
  }

  #warnIfLonely(): void {
    if (this.#outstanding.size === 0 || performance.now() - this.#lastResult < LONELY_MS) return;
    this.#lastResult = performance.now();
    const { address, warn } = this.#options;
    const what = `no result for ${LONELY_MS / 1000} s, ${this.#outstanding.size} ranges waiting`;
    warn(`${what}: twins-worker --queue ${address.shown} runs them, on any machine`);
  }

  /** What fails because Redis does not answer is tried again by the next poll or check. */
  async #trying(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#watch.noteFailure(error);
    }
  }

  #fail(failure: Error): void {
    this.#failure = failure;
    for (const { reject } of this.#outstanding.values()) reject(failure);
    this.#outstanding.clear();
  }
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
