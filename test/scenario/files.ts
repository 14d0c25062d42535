/** Helpers to encode and decode scenario files in memory. */
import { scenarioDecoder } from "../../lib/scenario/formats/decode.js";
import type { Decoded } from "../../lib/scenario/formats/decoded.js";
import { scenarioEncoder } from "../../lib/scenario/formats/encode.js";
import type { ScenarioFormat } from "../../lib/scenario/formats/encode.js";
import type { ScenarioFileHeader } from "../../lib/scenario/formats/file-header.js";
import type { RoundConfiguration, Scenario } from "../../lib/scenario/model.js";
import { describeProblem } from "../../lib/scenario/input/problem.js";

/** A whole file as a text. */
export function encode(
  format: ScenarioFormat,
  header: ScenarioFileHeader,
  scenarios: readonly Scenario[],
): string {
  const encoder = scenarioEncoder(format, header);
  const lines = scenarios.map((scenario) => encoder.scenario(scenario));
  return encoder.opening + lines.join(encoder.separator) + encoder.closing;
}

export function decode(text: string): readonly Decoded[] {
  const decoder = scenarioDecoder();
  return [...text.split("\n").flatMap((line) => decoder.push(line)), ...decoder.end()];
}

/** The problems of a text, as a person sees them. */
export const complaints = (text: string): readonly string[] =>
  decode(text).flatMap((decoded) =>
    decoded.kind === "problems" ? decoded.problems.map((problem) => describeProblem(problem)) : [],
  );

/** The rounds of all scenarios of a text, one after another. */
export const roundsIn = (text: string): readonly RoundConfiguration[] =>
  decode(text).flatMap((decoded) => (decoded.kind === "scenario" ? decoded.scenario.rounds : []));
