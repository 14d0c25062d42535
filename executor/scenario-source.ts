/* Scenario files: checked to the end before anything of them is run, then read as they are run. */
import { readLines } from "../io/read.js";
import { scenarioDecoder } from "../lib/scenario/decode.js";
import type { Decoded } from "../lib/scenario/decoded.js";
import type { ScenarioFileHeader } from "../lib/scenario/file-header.js";
import type { Scenario } from "../lib/scenario/model.js";
import { InputError } from "../lib/scenario/problem.js";
import { Problems } from "../lib/scenario/problems.js";

/** What a scenario file was found to hold. */
export interface ScenarioFile {
  readonly name: string;
  readonly header: ScenarioFileHeader;
  readonly scenarios: number;
}

/**
 * Reads a scenario file to its end without running anything, so that nothing runs when something
 * is wrong with it. Throws {@link InputError} with every problem.
 */
export async function checkScenarioFile(name: string): Promise<ScenarioFile> {
  const problems = new Problems();
  let header: ScenarioFileHeader | undefined;
  let scenarios = 0;
  for await (const decoded of decode(name)) {
    if (decoded.kind === "header") header = decoded.header;
    else if (decoded.kind === "scenario") scenarios++;
    else problems.addAll(decoded.problems);
    // After a header with problems nothing more comes, however long the file is.
    if (problems.isFull || (header === undefined && problems.list.length > 0)) break;
  }
  if (problems.list.length > 0) throw new InputError(problems.list, name);
  if (header === undefined) throw new InputError([{ path: "", wrong: "holds no scenarios" }], name);
  return { name, header, scenarios };
}

/** The scenarios of a file that was checked. */
export async function* scenariosOf({ name }: ScenarioFile): AsyncGenerator<Scenario> {
  for await (const decoded of decode(name)) {
    if (decoded.kind === "scenario") yield decoded.scenario;
  }
}

async function* decode(name: string): AsyncGenerator<Decoded> {
  const decoder = scenarioDecoder();
  for await (const line of readLines(name)) yield* decoder.push(line);
  yield* decoder.end();
}
