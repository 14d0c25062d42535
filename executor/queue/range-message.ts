/** Ranges and their results as JSON, on their way through a queue. */
import { z } from "zod";
import { InputError } from "../../lib/scenario/input/problem.js";
import { record, wellFormed } from "../../lib/scenario/input/zod-problems.js";
import type { Roster } from "../../lib/scenario/model.js";
import { notationOf } from "../../lib/scenario/notation.js";
import { scenarioReader } from "../../lib/scenario/read-scenario.js";
import { COUNT, SUMMARY_FIELDS } from "../results/result-fields.js";
import { SCENARIO_RECORD } from "../results/results-format.js";
import { scenarioDigest } from "../results/scenario-digest.js";
import type { PlacedScenario, RangeResult, RangeTask } from "../sweeps/range.js";

const SCENARIO = record({
  place: COUNT,
  id: z.string(),
  rounds: z.string().describe("In one-line notation."),
  digest: z.string(),
});
const RANGE = record({ from: COUNT, to: COUNT, scenarios: z.array(SCENARIO).optional() });

/** A range as plain data. */
export type RangeMessage = z.output<typeof RANGE>;

export const rangeMessage = ({ from, to, scenarios }: RangeTask): RangeMessage => ({
  ...{ from, to },
  ...(scenarios && {
    scenarios: scenarios.map(({ place, scenario: { id, rounds }, digest }) => {
      return { place, id, rounds: notationOf(rounds), digest };
    }),
  }),
});

/** The range of a message. Throws {@link InputError} if it is none, or if a scenario changed. */
export function rangeFrom(message: unknown, roster: Roster): RangeTask {
  const range = wellFormed(RANGE, message);
  if (range === undefined) throw damaged("is no range of scenarios");
  const { from, to, scenarios } = range;
  if (scenarios === undefined) return { from, to };
  const reader = scenarioReader(roster);
  return {
    ...{ from, to },
    scenarios: scenarios.map(({ place, id, rounds: notation, digest }): PlacedScenario => {
      const rounds = reader.rounds(notation);
      const scenario = rounds.ok ? { id, rounds: rounds.value } : undefined;
      if (scenario === undefined || scenarioDigest(scenario) !== digest) {
        throw damaged(`has another scenario ${id} than was sent`);
      }
      return { place, scenario, digest };
    }),
  };
}

const RESULT = record({
  counts: record(SUMMARY_FIELDS),
  lines: z.array(z.string()),
  failures: z.array(record({ place: COUNT, record: SCENARIO_RECORD })),
  withoutRounds: z.boolean().default(false),
});

/** The result in a message. Throws {@link InputError} if it is none. */
export function resultFrom(message: unknown): RangeResult {
  const result = wellFormed(RESULT, message);
  if (result === undefined) throw damaged("is no result of a range");
  return result;
}

const damaged = (wrong: string): InputError =>
  new InputError([{ path: "--queue", wrong, allowed: "what twins-exec and twins-worker write" }]);
