/** The scenarios of a space that a results header says were run. */
import { readFileHeader } from "../../lib/scenario/formats/file-header.js";
import type { ScenarioFileHeader } from "../../lib/scenario/formats/file-header.js";
import { InputError, valueOf } from "../../lib/scenario/input/problem.js";
import type { ScenarioChoice } from "../../lib/space/chosen-scenarios.js";
import type { SpaceConfig } from "../../lib/space/config.js";
import { WHOLE } from "../../lib/space/selection.js";
import { spaceOfFile } from "../sources/space-source.js";
import type { ResultsHeader } from "./results-format.js";

/** Scenarios of a space, over all shards and without a limit. */
export interface HeaderSelection {
  readonly space: SpaceConfig;
  readonly choice: ScenarioChoice;
}

/** Reads the roster and the semantics of the scenarios. Throws {@link InputError}. */
export const scenariosOfHeader = ({ file }: ResultsHeader): ScenarioFileHeader =>
  valueOf(readFileHeader(file), "header");

/**
 * The selection of a run of scenarios by their numbers; undefined for the scenarios of a file.
 * Throws {@link InputError} if the header describes no space.
 */
export function selectionOfHeader(header: ResultsHeader): HeaderSelection | undefined {
  const { selection } = header;
  if (selection === undefined) return undefined;
  const space = spaceOfFile(scenariosOfHeader(header));
  if (space === undefined) {
    const wrong = "describes no space, and has a selection";
    throw new InputError([{ path: "file.space", wrong }], "header");
  }
  const { order, seed = space.seed, symmetry, offset, mix } = selection;
  return {
    space: { ...space, seed },
    choice: { order, mix, symmetry, limit: undefined, offset: BigInt(offset), shard: WHOLE },
  };
}
