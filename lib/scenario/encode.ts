import { unreachable } from "../protocol/assert.js";
import { distalgoHeader, distalgoRound } from "./distalgo.js";
import { fileHeaderFields } from "./file-header.js";
import type { ScenarioFileHeader } from "./file-header.js";
import type { RoundConfiguration, Scenario } from "./model.js";
import { stabilizationRounds } from "./stabilization.js";

/**
 * How scenarios are written: one JSON document with a scenario per line, JSON lines, or the lines
 * of the original course system.
 */
export const SCENARIO_FORMATS = ["json", "jsonl", "distalgo"] as const;
export type ScenarioFormat = (typeof SCENARIO_FORMATS)[number];

/** The parts of a file, to be written in turn: nothing of it need be held. */
export interface ScenarioEncoder {
  readonly opening: string;
  /** One line, without its line break. */
  scenario(scenario: Scenario): string;
  /** Between two scenarios. */
  readonly separator: string;
  readonly closing: string;
}

export function scenarioEncoder(
  format: ScenarioFormat,
  header: ScenarioFileHeader,
): ScenarioEncoder {
  switch (format) {
    case "json": {
      const fields = JSON.stringify(fileHeaderFields(header)).slice(0, -1);
      const opening = `${fields},"scenarios":[\n`;
      return { opening, scenario: jsonLine(), separator: ",\n", closing: "\n]}\n" };
    }
    case "jsonl": {
      const opening = `${JSON.stringify(fileHeaderFields(header))}\n`;
      return { opening, scenario: jsonLine(), separator: "\n", closing: "\n" };
    }
    case "distalgo": {
      const opening = distalgoHeader(header.roster);
      return { opening, scenario: distalgoLine(header), separator: "\n", closing: "\n" };
    }
    default:
      return unreachable(format);
  }
}

type Write<T> = (value: T) => string;

/** Round configurations are few and shared by many scenarios: each is written out once. */
function onceEach(write: Write<RoundConfiguration>): Write<RoundConfiguration> {
  const written = new WeakMap<RoundConfiguration, string>();
  return (round) => {
    const known = written.get(round);
    if (known !== undefined) return known;
    const text = write(round);
    written.set(round, text);
    return text;
  };
}

function jsonLine(): Write<Scenario> {
  const round = onceEach(({ leader, partition, drops }) =>
    JSON.stringify(drops.length === 0 ? { leader, partition } : { leader, partition, drops }),
  );
  return ({ id, rounds }) => `{"id":${JSON.stringify(id)},"rounds":[${rounds.map(round).join()}]}`;
}

function distalgoLine({ roster, stabilization }: ScenarioFileHeader): Write<Scenario> {
  const round = onceEach(distalgoRound);
  const after = stabilizationRounds(stabilization, roster);
  return ({ rounds }) => `[${[...rounds, ...after].map(round).join(", ")}]`;
}
