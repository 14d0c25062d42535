/** Runs ranges although the protocol may never return: such a scenario is crashed, alone. */
import { NoAnswer } from "../../io/workers/worker-pool.js";
import { invariant } from "../../lib/protocol/assert.js";
import { chosenScenarios } from "../../lib/space/chosen-scenarios.js";
import { ResultCounter } from "../results/counts.js";
import type { ScenarioRecord } from "../results/record.js";
import { resultLine } from "../results/results-format.js";
import { scenarioDigest } from "../results/scenario-digest.js";
import type { SweepJob } from "./job.js";
import { placesIn } from "./range.js";
import type { PlacedScenario, RangeResult, RangeTask } from "./range.js";

/** How the ranges of a job are run. */
interface Watched {
  readonly job: SweepJob;
  /** The judged properties. */
  readonly properties: readonly string[];
  /** Runs a range. Rejects with {@link NoAnswer} if it takes too long. */
  readonly run: (task: RangeTask) => Promise<RangeResult>;
}

/**
 * Runs a range. If it takes too long, its scenarios are run one by one, and those that take too
 * long alone are crashed: whether they are does not depend on the others.
 */
export async function runWatched(task: RangeTask, watched: Watched): Promise<RangeResult> {
  const whole = await inTime(task, watched);
  if (!(whole instanceof NoAnswer)) return whole;
  const { job, properties } = watched;
  const counter = new ResultCounter(properties, job.digests === "all");
  const results: RangeResult[] = [];
  const tasks = singles(task, job);
  for (const single of tasks) {
    const found = tasks.length === 1 ? whole : await inTime(single, watched);
    const result = found instanceof NoAnswer ? notAnswered(single, watched, found) : found;
    counter.addAll(result.counts);
    results.push(result);
  }
  return {
    counts: counter.summary(),
    lines: results.flatMap(({ lines }) => lines),
    failures: results.flatMap(({ failures }) => failures),
    withoutRounds: results.some(({ withoutRounds }) => withoutRounds === true),
  };
}

async function inTime(task: RangeTask, { run }: Watched): Promise<RangeResult | NoAnswer> {
  try {
    return await run(task);
  } catch (error) {
    if (error instanceof NoAnswer) return error;
    throw error;
  }
}

/** A task for each scenario of a range. */
function singles({ from, to, scenarios }: RangeTask, { shard }: SweepJob): readonly RangeTask[] {
  return scenarios === undefined
    ? [...placesIn({ from, to }, shard)].map((place) => ({ from: place, to: place + 1 }))
    : scenarios.map((each) => ({ from: each.place, to: each.place + 1, scenarios: [each] }));
}

/** The result of a scenario on which the protocol does not return. */
function notAnswered(task: RangeTask, watched: Watched, { message }: NoAnswer): RangeResult {
  const { job, properties } = watched;
  const { place, scenario, digest } = scenarioOf(task, job);
  const what = "handle, or another function of it,";
  const record: ScenarioRecord = {
    ...{ id: scenario.id, verdict: "crashed", ending: "crashed" },
    because: `${job.run.protocol}: broken contract: ${what} gave ${message}`,
    ...{ at: 0, events: 0, rounds: {} },
    properties: Object.fromEntries(properties.map((name) => [name, "vacuous"])),
    ...{ commits: {}, chain: [], committed: false, stabilized: false },
  };
  const counter = new ResultCounter(properties, job.digests === "all");
  counter.add(record);
  const line = resultLine(record, { place, scenario: digest });
  return {
    counts: counter.summary(),
    lines: job.detail === undefined ? [] : [line],
    failures: [{ place, record }],
  };
}

/** Whether the protocol never returned in a scenario, as far as the watchdog waited. */
export const isUnanswered = ({ verdict, because = "" }: ScenarioRecord): boolean =>
  verdict === "crashed" && / gave no answer within \d+ s of real time$/.test(because);

/** The only scenario of a task. */
function scenarioOf({ from, scenarios = [] }: RangeTask, { selection }: SweepJob): PlacedScenario {
  const [given] = scenarios;
  if (given !== undefined || selection === undefined) {
    invariant(given !== undefined, "a task without scenarios is of a space", { from });
    return given;
  }
  const { scenario } = chosenScenarios(selection.space, selection.choice).at(BigInt(from));
  return { place: from, scenario, digest: scenarioDigest(scenario) };
}
