import { openOutput } from "../io/standard-output.js";
import { progressOf } from "../io/progress.js";
import type { Generation } from "./generation.js";
import { Counter } from "./tally.js";
import type { Tally } from "./tally.js";

/** Often enough for the eye, seldom enough to cost nothing. */
const PROGRESS_EVERY = 1024;

/** Makes the scenarios and writes them out as they are made; tells what has been written. */
export async function writeScenarios(generation: Generation): Promise<Tally> {
  const { config, count } = generation;
  const tally = new Counter(config.space.roster);
  const encoder = generation.encoder();
  const output = await openOutput(config.out);
  const progress = progressOf(Number(count), "scenarios");
  try {
    await output.write(encoder.opening);
    for (const scenario of generation.scenarios()) {
      if (tally.written > 0) await output.write(encoder.separator);
      await output.write(encoder.scenario(scenario));
      tally.add(scenario);
      if (tally.written % PROGRESS_EVERY === 0) progress.update(tally.written);
    }
    await output.write(encoder.closing);
    await output.commit();
  } catch (error) {
    output.discard();
    throw error;
  } finally {
    progress.stop();
  }
  return tally;
}
