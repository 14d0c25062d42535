/** Encodes scenario files in our formats and in those of other tools. */
import { unreachable } from "../../protocol/assert.js";
import { distalgoHeader, distalgoRound } from "./distalgo.js";
import { onceEach, pythonList } from "./encoder.js";
import type { ScenarioEncoder } from "./encoder.js";
import { fileHeaderFields, versionOf } from "./file-header.js";
import type { ScenarioFileHeader } from "./file-header.js";
import { lostInNumbers, lostSemantics, requireVersion1 } from "./foreign.js";
import { libtwinsEncoder } from "./libtwins.js";
import { VERSION_2_PARTS } from "../model.js";
import type { RoundConfiguration, Scenario } from "../model.js";
import { InputError } from "../input/problem.js";
import type { Problem } from "../input/problem.js";
import { relabEncoder } from "./relab.js";
import { stabilizationRounds } from "../stabilization.js";

/**
 * How scenarios are written: one JSON document with a scenario per line; JSON lines; or as another
 * tool has them: the original course system, the generator by the authors of Twins and of LibTwins,
 * or the Go toolkit relab/hotstuff.
 */
export const SCENARIO_FORMATS = ["json", "jsonl", "distalgo", "libtwins", "relab"] as const;
/**
 * A format of scenario files (see {@link SCENARIO_FORMATS}).
 *
 * @useDeclaredType
 */
export type ScenarioFormat = (typeof SCENARIO_FORMATS)[number];

/**
 * The header fields that a format cannot express. Formats of other tools also lose the ids and the
 * origin of scenarios.
 */
export function inexpressible(
  format: ScenarioFormat,
  header: ScenarioFileHeader,
): readonly Problem[] {
  switch (format) {
    case "json":
    case "jsonl":
      return [];
    case "distalgo":
      return lostSemantics(header, format);
    case "libtwins":
    case "relab":
      return lostInNumbers(header, format);
    default:
      return unreachable(format);
  }
}

/**
 * Writes scenarios in a format. A count of scenarios is written where nothing else shows that a
 * file is complete: in JSON lines.
 * @throws {InputError} with all that is {@link inexpressible}.
 */
export function scenarioEncoder(
  format: ScenarioFormat,
  header: ScenarioFileHeader,
): ScenarioEncoder {
  const lost = inexpressible(format, header);
  if (lost.length > 0) throw new InputError(lost);
  switch (format) {
    case "json": {
      const fields = JSON.stringify(fileHeaderFields({ ...header, count: undefined })).slice(0, -1);
      const opening = `${fields},"scenarios":[\n`;
      return { opening, scenario: jsonLine(header), separator: ",\n", closing: "\n]}\n" };
    }
    case "jsonl": {
      const opening = `${JSON.stringify(fileHeaderFields(header))}\n`;
      return { opening, scenario: jsonLine(header), separator: "\n", closing: "\n" };
    }
    case "distalgo": {
      const opening = distalgoHeader(header.roster);
      return { opening, scenario: distalgoLine(header), separator: "\n", closing: "\n" };
    }
    case "libtwins":
      return libtwinsEncoder(header.roster);
    case "relab":
      return relabEncoder(header);
    default:
      return unreachable(format);
  }
}

function jsonLine(header: ScenarioFileHeader): (scenario: Scenario) => string {
  const version = versionOf(header);
  const round = onceEach((each) => JSON.stringify(roundDocument(each)));
  return (scenario) => {
    if (version === 1) requireVersion1(scenario, "version 1");
    const { id, rounds } = scenario;
    return `{"id":${JSON.stringify(id)},"rounds":[${rounds.map(round).join()}]}`;
  };
}

/** The fields of a round, in one order, without those that are empty. */
function roundDocument(round: RoundConfiguration): object {
  const { leader, partition, drops } = round;
  const parts: Record<string, unknown> = {};
  for (const part of VERSION_2_PARTS) if (round[part] !== undefined) parts[part] = round[part];
  const version1 = drops.length === 0 ? { leader, partition } : { leader, partition, drops };
  return { ...version1, ...parts };
}

function distalgoLine({ roster, stabilization }: ScenarioFileHeader): (s: Scenario) => string {
  const round = onceEach(distalgoRound);
  const after = stabilizationRounds(stabilization, roster);
  return (scenario) => {
    requireVersion1(scenario, "distalgo");
    return pythonList([...scenario.rounds, ...after].map(round));
  };
}
