/** Runs the scenarios of a range, and gathers their results. */
import { chosenScenarios } from "../../lib/space/chosen-scenarios.js";
import { ResultCounter } from "../results/counts.js";
import type { ScenarioRecord } from "../results/record.js";
import { resultLine } from "../results/results-format.js";
import type { Detail } from "../results/results-format.js";
import { scenarioDigest } from "../results/scenario-digest.js";
import { hasFailed } from "../results/tally.js";
import { judgedIn } from "../run/run-case.js";
import { scenarioRunner } from "../run/run-scenario.js";
import type { Scenario } from "../../lib/scenario/model.js";
import type { SpaceSelection, SweepJob } from "./job.js";
import { placesIn } from "./range.js";
import type { PlacedRecord, RangeResult, RangeTask, ShardPlaces } from "./range.js";

/** Runs ranges of a job, one after the other. */
export type RangeRunner = (task: RangeTask) => RangeResult;

/** Prepares to run the ranges of a job. */
export function rangeRunner(job: SweepJob): RangeRunner {
  const { run, context, digests, detail, verified } = job;
  const recordOf = scenarioRunner(run, context, digests, verified);
  const properties = judgedIn(run).map(({ name }) => name);
  const ofSpace = job.selection && scenariosOfSpace(job.selection, job.shard);
  return (task) => {
    const counter = new ResultCounter(properties, digests === "all");
    const lines: string[] = [];
    const failures: PlacedRecord[] = [];
    let withoutRounds = false;
    for (const { place, scenario, digest } of task.scenarios ?? ofSpace?.(task) ?? []) {
      const record = recordOf(scenario, place);
      counter.add(record);
      withoutRounds ||= record.withoutRounds === true;
      if (isListed(record, detail)) {
        lines.push(resultLine(record, { place, scenario: digest ?? scenarioDigest(scenario) }));
      }
      if (hasFailed(record)) failures.push({ place, record });
    }
    return { counts: counter.summary(), lines, failures, withoutRounds };
  };
}

/** Whether a scenario gets a line of its own. */
const isListed = ({ verdict }: ScenarioRecord, detail: Detail | undefined): boolean =>
  detail === "all" || (detail === "failures" && verdict !== "held");

interface Placed {
  readonly place: number;
  readonly scenario: Scenario;
  readonly digest?: string;
}

/** Makes the scenarios of a range from their numbers. */
function scenariosOfSpace(
  { space, choice }: SpaceSelection,
  shard: ShardPlaces,
): (task: RangeTask) => Iterable<Placed> {
  const chosen = chosenScenarios(space, choice);
  return function* (task) {
    for (const place of placesIn(task, shard)) {
      yield { place, scenario: chosen.at(BigInt(place)).scenario };
    }
  };
}
