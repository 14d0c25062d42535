/** A worker that doubles numbers, throws at those below zero, and never answers infinity. */
import { register } from "tsx/esm/api";

register();
const { serveTasks } = await import("../../../io/workers/worker-task.ts");
await serveTasks((factor) => (number) => {
  if (number < 0) throw new RangeError(`${number} is below zero`);
  while (number === Infinity) continue;
  return factor * number;
});
