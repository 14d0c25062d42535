/** A scenario of a space as a case without expectations. */
import { isNotation } from "../../lib/scenario/notation.js";
import type { Case } from "../config/config.js";
import { scenarioOfSpace, scenarioOnLine } from "./space-source.js";
import type { SpaceDefinition } from "./space-source.js";

/** The scenario that is named: by its id, its number, or on one line. Throws {@link InputError}. */
export function caseOfSpace(
  { space, stabilization }: SpaceDefinition,
  id: string,
  { file }: { readonly file: string },
): Case {
  const { roster, semantics } = space;
  const scenario = isNotation(id) ? scenarioOnLine(id, roster) : scenarioOfSpace(space, id, file);
  return { scenario, roster, semantics, stabilization, bugs: [] };
}
