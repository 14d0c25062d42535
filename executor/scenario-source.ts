import { readLines } from "../io/read.js";
import type { AnyProtocol } from "../lib/protocol/protocol.js";
import { scenarioDecoder } from "../lib/scenario/decode.js";
import type { Decoded } from "../lib/scenario/decoded.js";
import type { ScenarioFileHeader } from "../lib/scenario/file-header.js";
import type { Scenario } from "../lib/scenario/model.js";
import { InputError, itemOf } from "../lib/scenario/problem.js";
import type { Problem } from "../lib/scenario/problem.js";
import { unknownMessages } from "./protocol-problems.js";

/** What a scenario file was found to hold. */
export interface ScenarioFile {
  readonly name: string;
  readonly header: ScenarioFileHeader;
  readonly scenarios: number;
}

/** More problems than anybody mends in one go are not gathered. */
const MOST_PROBLEMS = 1000;

/**
 * Reads a scenario file to its end without running anything, so that nothing runs when something
 * is wrong with it. Throws {@link InputError} with every problem.
 */
export async function checkScenarioFile(
  name: string,
  protocol: AnyProtocol,
): Promise<ScenarioFile> {
  const problems: Problem[] = [];
  let header: ScenarioFileHeader | undefined;
  let scenarios = 0;
  for await (const decoded of decode(name)) {
    if (decoded.kind === "header") header = decoded.header;
    else if (decoded.kind === "scenario") {
      const path = `${itemOf("scenarios", scenarios)}.rounds`;
      problems.push(...unknownMessages(decoded.scenario.rounds, protocol, path));
      scenarios++;
    } else problems.push(...decoded.problems);
    if (problems.length >= MOST_PROBLEMS) break;
  }
  if (problems.length > 0) throw new InputError(problems, name);
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
