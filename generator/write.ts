/** Writes the selected scenarios to a file or to standard output. */
import { NOWHERE, openStream } from "../io/outputs/output.js";
import type { Output } from "../io/outputs/output.js";
import { progressOf } from "../io/terminal/progress.js";
import type { Generation } from "./generation.js";
import { Counter } from "./tally.js";
import type { GenerationTally } from "./tally.js";

/** Often enough for the eye, seldom enough to cost nothing. */
const PROGRESS_EVERY = 1024;

/** The written scenarios, and the time. */
export interface Written extends GenerationTally {
  readonly seconds: number;
}

/** Generates the scenarios and writes each at once; returns the counts. */
export async function writeScenarios(generation: Generation): Promise<Written> {
  const { config, selection } = generation;
  const began = performance.now();
  const tally = new Counter(config.space.roster);
  const output = await openStream(config.out);
  const progress = progressOf(Number(selection.count), "scenarios");
  const add: Add = (chosen) => {
    tally.add(chosen);
    if (tally.written % PROGRESS_EVERY === 0) progress.update(tally.written);
  };
  try {
    if (config.out === NOWHERE) for (const chosen of generation.chosen()) add(chosen);
    else await writeTo(output, generation, add);
    await output.commit();
  } catch (error) {
    output.discard();
    throw error;
  } finally {
    progress.stop();
  }
  const { written, represented, quorumless, first, last } = tally;
  return {
    written,
    represented,
    quorumless,
    first,
    last,
    seconds: (performance.now() - began) / 1000,
  };
}

type Add = Counter["add"];

async function writeTo(output: Output, generation: Generation, add: Add): Promise<void> {
  const encoder = generation.encoder();
  await output.write(encoder.opening);
  let before = "";
  for (const chosen of generation.chosen()) {
    await output.write(before + encoder.scenario(chosen.scenario));
    before = encoder.separator;
    add(chosen);
  }
  await output.write(encoder.closing);
}
