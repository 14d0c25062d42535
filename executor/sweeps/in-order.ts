/** Runs tasks side by side, and gives their results in the order of the tasks. */

/** A task and its result. */
interface Finished<Task, Result> {
  readonly task: Task;
  readonly result: Result;
}

/**
 * Runs tasks as they come, at most `width` at once: those that run, and those whose results wait
 * for an earlier one. The order and the results do not depend on `width`. Whoever stops early gets
 * no further tasks started; those that run are left to their end.
 */
export async function* inOrder<Task, Result>(
  tasks: AsyncIterator<Task, undefined>,
  run: (task: Task) => Promise<Result>,
  width: number,
): AsyncGenerator<Finished<Task, Result>, undefined> {
  const started: { readonly task: Task; readonly result: Promise<Result> }[] = [];
  let isEnded = false;
  for (;;) {
    while (!isEnded && started.length < width) {
      const { value: task } = await tasks.next();
      if (task === undefined) isEnded = true;
      else started.push({ task, result: observed(run(task)) });
    }
    const next = started.shift();
    if (next === undefined) return;
    yield { task: next.task, result: await next.result };
  }
}

/** A failure is thrown when the turn of its task comes; until then it is no unhandled rejection. */
function observed<Result>(result: Promise<Result>): Promise<Result> {
  result.catch(() => undefined);
  return result;
}
