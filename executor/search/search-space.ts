/** Searches a space, and what is near it, with the strategies for its protocol. */
import { protocolOf, runOptions } from "../run/run-case.js";
import { runner } from "../run/run.js";
import type { ScenarioResult } from "../run/run.js";
import type { RunConfig } from "../config/config.js";
import type { SpaceDefinition } from "../sources/space-source.js";
import { searchFor } from "./search.js";
import type { Search, SearchResult } from "./search.js";
import { strategiesFor } from "./strategies.js";

/** How far to search. */
export type SearchBounds = Pick<Search, "limit" | "isOver" | "progress">;

/** Searches for a scenario that violates what `run` judges, or crashes. */
export function searchSpace(
  run: RunConfig,
  { space, stabilization }: SpaceDefinition,
  bounds: SearchBounds,
): SearchResult {
  const { roster, semantics } = space;
  return searchFor({
    strategies: strategiesFor(space, protocolOf(run)),
    run: runner(runOptions(run, { roster, semantics, stabilization })),
    isFound,
    ...bounds,
  });
}

/** Only what is asked for is judged. */
const isFound = ({ ending, verdicts }: ScenarioResult): boolean =>
  ending.kind === "crashed" || [...verdicts.values()].some(({ status }) => status === "violated");
