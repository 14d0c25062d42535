/** The result types of decoders: headers, scenarios and problems. */
import type { ScenarioFileHeader } from "./file-header.js";
import type { Scenario } from "../model.js";
import type { Problem, Read } from "../input/problem.js";

/** The result of one line of a scenario file. The header precedes the first scenario. */
export type Decoded =
  | { readonly kind: "header"; readonly header: ScenarioFileHeader }
  | { readonly kind: "scenario"; readonly scenario: Scenario }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

/** A file of which the header has been read: how to read its scenarios, in their order. */
export interface OpenFile {
  readonly header: ScenarioFileHeader;
  scenario(document: unknown, path?: string): Read<Scenario>;
}

/** Reads the lines of one format; lines count from 1. */
export interface LineDecoder {
  push(text: string, line: number): readonly Decoded[];
  end(line: number): readonly Decoded[];
}

export const NOTHING: readonly Decoded[] = [];

/** Problems, each with the line that it is on. */
export const onLine = (line: number, problems: readonly Problem[]): readonly Decoded[] => [
  { kind: "problems", problems: problems.map((problem) => ({ ...problem, line })) },
];
