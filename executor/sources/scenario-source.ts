/** Reads scenario files: validates the whole file first, then yields its scenarios. */
import { readLines } from "../../io/files/read.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import { scenarioDecoder } from "../../lib/scenario/formats/decode.js";
import type { Decoded } from "../../lib/scenario/formats/decoded.js";
import type { ScenarioFileHeader } from "../../lib/scenario/formats/file-header.js";
import type { Scenario } from "../../lib/scenario/model.js";
import { fieldOf, InputError, itemOf } from "../../lib/scenario/input/problem.js";
import type { Problem } from "../../lib/scenario/input/problem.js";
import { Problems } from "../../lib/scenario/input/problems.js";
import { readSpaceDescription } from "../../lib/space/identity.js";
import { LineDigest } from "../run/digest.js";
import { tooManyFaulty } from "../../lib/scenario/protocol-fields.js";
import { suffixConflicts } from "../../lib/scenario/run-config.js";
import { unfitRounds } from "../config/protocol-problems.js";
import { Repetitions } from "./repetitions.js";
import type { Repeated } from "./repetitions.js";
import { scenarioDigest } from "../results/scenario-digest.js";

/** The content of a validated scenario file. */
export interface ScenarioFile {
  readonly name: string;
  readonly header: ScenarioFileHeader;
  /** The number of scenarios in the file. */
  readonly scenarios: number;
  /** The number of scenarios to run, from the first on. */
  readonly chosen: number;
  /** The digest over these scenarios, with their ids. */
  readonly digest: string;
  readonly repeated: Repeated;
}

/** A scenario and the digest of its rounds. */
export interface SourceScenario {
  readonly scenario: Scenario;
  readonly digest: string;
}

/**
 * Validates a complete scenario file before anything of it is run. The first `limit` scenarios are
 * to be run. Throws {@link InputError} with every problem.
 */
export async function checkScenarioFile(
  name: string,
  protocol: AnyProtocol,
  limit = Infinity,
): Promise<ScenarioFile> {
  const problems = new Problems();
  let header: ScenarioFileHeader | undefined;
  let scenarios = 0;
  const digest = new LineDigest();
  const repetitions = new Repetitions();
  for await (const decoded of decode(name)) {
    if (decoded.kind === "header") {
      ({ header } = decoded);
      problems.addAll(spaceProblems(header));
      problems.addAll(tooManyFaulty(header.roster, protocol, ""));
    } else if (decoded.kind === "scenario") {
      const path = `${itemOf("scenarios", scenarios)}.rounds`;
      const { rounds } = decoded.scenario;
      problems.addAll(unfitRounds(rounds, protocol, path));
      if (header !== undefined) {
        problems.addAll(suffixConflicts(header.semantics, rounds.length, "semantics"));
      }
      scenarios++;
      if (scenarios <= limit) {
        const source = sourceOf(decoded.scenario);
        digest.add(scenarioLine(source));
        repetitions.add(source.scenario.id, source.digest);
      }
    } else problems.addAll(decoded.problems);
    // After a header with problems nothing more comes, however long the file is.
    if (problems.isFull || (header === undefined && problems.list.length > 0)) break;
  }
  if (problems.list.length > 0) throw new InputError(problems.list, name);
  if (header === undefined) throw new InputError([{ path: "", wrong: "holds no scenarios" }], name);
  const chosen = Math.min(scenarios, limit);
  const { repeated } = repetitions;
  return { name, header, scenarios, chosen, digest: digest.hex(), repeated };
}

/**
 * The scenarios to run of a validated file. Throws {@link InputError}, at the latest after the last
 * one, if the file has changed since.
 */
export async function* scenariosOf(file: ScenarioFile): AsyncGenerator<SourceScenario> {
  const { name, header, chosen } = file;
  const digest = new LineDigest();
  let read = 0;
  for await (const decoded of decode(name)) {
    if (decoded.kind === "problems") throw hasChanged(file, read);
    if (decoded.kind === "header") {
      if (JSON.stringify(decoded.header) !== JSON.stringify(header)) throw hasChanged(file, read);
      continue;
    }
    if (read === chosen) {
      if (chosen < file.scenarios) break;
      throw hasChanged(file, read + 1);
    }
    const source = sourceOf(decoded.scenario);
    digest.add(scenarioLine(source));
    yield source;
    read++;
  }
  if (read !== chosen || digest.hex() !== file.digest) throw hasChanged(file, read);
}

const sourceOf = (scenario: Scenario): SourceScenario => ({
  scenario,
  digest: scenarioDigest(scenario),
});

/** The id of a scenario and the digest of its rounds, as a text. */
export const scenarioLine = ({ scenario: { id }, digest }: SourceScenario): string =>
  JSON.stringify([id, digest]);

function hasChanged({ name, chosen }: ScenarioFile, read: number): InputError {
  const seen = read === chosen ? "" : `: ${read} of ${chosen} scenarios could be read again`;
  const wrong = `was changed while it was run${seen}`;
  return new InputError([{ path: "", wrong, allowed: "a file that stays as it is" }], name);
}

/** Problems in the file's description of its space. */
function spaceProblems({ space, roster, semantics }: ScenarioFileHeader): readonly Problem[] {
  if (space === undefined) return [];
  const read = readSpaceDescription(space, roster, semantics);
  if (read.ok) return [];
  return read.problems.map((problem) => ({ ...problem, path: fieldOf("space", problem.path) }));
}

async function* decode(name: string): AsyncGenerator<Decoded> {
  const decoder = scenarioDecoder();
  for await (const line of readLines(name)) yield* decoder.push(line);
  yield* decoder.end();
}
