/** Runs the ranges of a sweep on workers elsewhere, through a queue. */
import { nodeSha256 } from "../../io/node-sha256.js";
import { ToolFailure } from "../../io/failure.js";
import type { RedisAddress } from "../../io/queue/connection.js";
import { TaskFailed, TaskQueue } from "../../io/queue/task-queue.js";
import type { RangePool } from "../sweeps/range-pool.js";
import type { RangeTask } from "../sweeps/range.js";
import type { Sweep } from "../sweeps/sweep.js";
import { rangeMessage, resultFrom } from "./range-message.js";
import { describeSweep } from "./sweep-description.js";

/** How the ranges are spread. */
interface QueueOptions {
  readonly address: RedisAddress;
  /** So many seconds of real time a scenario may take. */
  readonly seconds: number | undefined;
  readonly warn: (line: string) => void;
}

/** Ranges in the queue at once: enough for many workers, and no more than memory is worth. */
const WIDTH = 256;
const ID_DIGITS = 32;

/**
 * A pool of workers elsewhere. The queue is named by the sweep and a task by its range, so that the
 * same command goes on with what is there. Throws {@link InputError} if Redis cannot be used.
 */
export async function queuePool(sweep: Sweep, options: QueueOptions): Promise<RangePool> {
  const { address, seconds, warn } = options;
  const announcement = describeSweep(sweep, seconds);
  const name = idOf("sweep", [announcement, sweep.of]);
  const queue = await TaskQueue.open({ address, name, announcement, warn });
  return {
    width: WIDTH,
    async run(task) {
      try {
        const id = idOf("range", [name, task.from, task.to, task.of]);
        return resultFrom(await queue.run(id, rangeMessage(task)));
      } catch (error) {
        throw error instanceof TaskFailed ? failureOf(task, error) : error;
      }
    },
    close: () => queue.close(),
  };
}

const idOf = (kind: string, parts: readonly unknown[]): string =>
  `${kind}-${nodeSha256(JSON.stringify(parts)).slice(0, ID_DIGITS)}`;

/** What BullMQ says of a task whose workers have died. */
const STALLED = "job stalled";

function failureOf({ from, to }: RangeTask, { message }: TaskFailed): ToolFailure {
  const how = message.startsWith(STALLED)
    ? "lost its workers too often"
    : `failed three times on workers: ${message}`;
  const what = `the range of places ${from} to ${to - 1} ${how}`;
  return new ToolFailure(`${what}; the results before them are kept, and the same command goes on`);
}
