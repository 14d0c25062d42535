/** A pool of worker threads. */
import { Worker } from "node:worker_threads";
import { InputError } from "../../lib/scenario/input/problem.js";
import { READY } from "./worker-task.js";

/** A task that waits for a worker, with the callbacks for its result. */
interface Job<Task, Result> {
  readonly task: Task;
  readonly resolve: (result: Result) => void;
  readonly reject: (failure: Error) => void;
}

/** A worker did not answer in time; it was ended, and another one takes its place. */
export class NoAnswer extends Error {
  constructor(seconds: number) {
    super(`no answer within ${seconds} s of real time`);
    this.name = "NoAnswer";
  }
}

/** What a pool may be told besides. */
export interface WorkerPoolOptions {
  /**
   * So many seconds of real time a task may take, not counted while its worker prepares itself;
   * undefined: any time.
   */
  readonly seconds?: number | undefined;
}

/** A job in a worker, and what ends it when its time is over: absent until the worker is ready. */
interface RunningJob<Task, Result> extends Job<Task, Result> {
  alarm: NodeJS.Timeout | undefined;
}

const MILLIS = 1000;

/**
 * A pool of threads that run tasks. All run one module, which calls `serveTasks`. A thread is
 * started only if a task finds no idle thread. The most recently used idle thread is used first, so
 * a caller that submits a task right after the previous one gets the same thread.
 */
export class WorkerPool<Task, Result> {
  readonly #workers = new Set<Worker>();
  readonly #ready = new WeakSet<Worker>();
  readonly #module: URL;
  readonly #data: unknown;
  readonly #size: number;
  readonly #idle: Worker[] = [];
  readonly #waiting: Job<Task, Result>[] = [];
  readonly #running = new Map<Worker, RunningJob<Task, Result>>();
  readonly #seconds: number | undefined;
  #failure: Error | undefined;

  /** At most `size` workers, each with the same data, which must be plain. */
  constructor(module: URL, data: unknown, size: number, { seconds }: WorkerPoolOptions = {}) {
    this.#seconds = seconds;
    this.#module = module;
    this.#data = data;
    this.#size = size;
  }

  /** The number of started workers. */
  get started(): number {
    return this.#workers.size;
  }

  /**
   * Runs a task. Rejects if any task throws, this one or another, and with {@link NoAnswer} if this
   * one takes too long.
   */
  run(task: Task): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#waiting.push({ task, resolve, reject });
      this.#dispatch();
    });
  }

  /** Terminates all workers. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#workers, (worker) => worker.terminate()));
  }

  /** Starts a worker; undefined if the pool is full. */
  #start(): Worker | undefined {
    if (this.#workers.size >= this.#size) return undefined;
    const worker = new Worker(this.#module, { workerData: this.#data });
    this.#workers.add(worker);
    worker.once("message", () => {
      this.#ready.add(worker);
      const first = this.#running.get(worker);
      if (first !== undefined) first.alarm = this.#alarmFor(worker);
    });
    worker.on("message", (result: Result | typeof READY) => {
      if (result === READY) return;
      const job = this.#running.get(worker);
      clearTimeout(job?.alarm);
      this.#running.delete(worker);
      this.#idle.push(worker);
      job?.resolve(result);
      this.#dispatch();
    });
    worker.on("error", (error) => {
      this.#fail(failureFrom(error));
    });
    worker.on("exit", () => {
      this.#fail(new Error("a worker has ended"));
    });
    return worker;
  }

  /** A lost worker loses its task, so all other tasks are rejected as well. */
  #fail(failure: Error): void {
    this.#failure ??= failure;
    for (const { alarm } of this.#running.values()) clearTimeout(alarm);
    for (const { reject } of [...this.#running.values(), ...this.#waiting]) reject(failure);
    this.#running.clear();
    this.#waiting.length = 0;
  }

  #alarmFor(worker: Worker): NodeJS.Timeout | undefined {
    const seconds = this.#seconds;
    if (seconds === undefined) return undefined;
    return setTimeout(() => {
      this.#giveUp(worker, new NoAnswer(seconds));
    }, seconds * MILLIS);
  }

  /** Ends a worker that does not answer. Its place is free for another one. */
  #giveUp(worker: Worker, failure: NoAnswer): void {
    const job = this.#running.get(worker);
    this.#running.delete(worker);
    this.#workers.delete(worker);
    worker.removeAllListeners();
    void worker.terminate();
    job?.reject(failure);
    this.#dispatch();
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const worker = this.#idle.pop() ?? this.#start();
      const job = worker && this.#waiting.shift();
      if (worker === undefined || job === undefined) return;
      const alarm = this.#ready.has(worker) ? this.#alarmFor(worker) : undefined;
      this.#running.set(worker, { ...job, alarm });
      worker.postMessage(job.task);
    }
  }
}

/** What a worker threw. An error of the user's input lost its class on the way: it gets it back. */
function failureFrom(thrown: unknown): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { problems, source } = error as Partial<InputError>;
  return error.name === "InputError" && Array.isArray(problems)
    ? new InputError(problems, source)
    : error;
}
