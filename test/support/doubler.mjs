/** A worker that doubles numbers, and throws at those below zero. */
import { register } from "tsx/esm/api";

register();
const { serveTasks } = await import("../../io/worker-task.ts");
await serveTasks((factor) => (number) => {
  if (number < 0) throw new RangeError(`${number} is below zero`);
  return factor * number;
});
