/** Runs all steps even if some of them fail. */

/**
 * Takes all steps, one after another, also those after one that fails. Throws at the end what was
 * thrown, as an `AggregateError` if that was more than one error.
 */
export async function doAll(steps: readonly (() => Promise<void> | void)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 1) throw new AggregateError(errors);
  if (errors.length > 0) throw errors[0];
}
