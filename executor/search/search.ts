/** Searches for a scenario that fails: strategies take turns until one of them finds it. */
import type { Scenario } from "../../lib/scenario/model.js";
import type { RunScenario, ScenarioResult } from "../run/run.js";
import type { Strategy } from "./strategies.js";
import { Turns } from "./turns.js";
import type { Progress } from "./turns.js";

/** After so many scenarios it is asked whether the search is over, and progress is told. */
const EVERY = 25;

/** What a search is about. */
export interface Search {
  readonly strategies: readonly Strategy[];
  readonly run: RunScenario;
  readonly isFound: (result: ScenarioResult) => boolean;
  /** How many scenarios are run at most, over all strategies. */
  readonly limit: number;
  /** Whether to stop where it is. */
  readonly isOver: () => boolean;
  /** Told now and then how many scenarios were run. */
  readonly progress?: (scenarios: number) => void;
}

/** A scenario that fails, and who found it. */
export interface Find {
  readonly strategy: Strategy;
  readonly scenario: Scenario;
  readonly result: ScenarioResult;
}

/** What a search came to. */
export interface SearchResult {
  readonly found: Find | undefined;
  readonly progress: readonly Progress[];
  /** Over all strategies. */
  readonly scenarios: number;
  /** Whether it was over before the limit, with scenarios left. */
  readonly cut: boolean;
}

/** The same search gives the same result, unless it is over before its limit. */
export function searchFor(search: Search): SearchResult {
  const { strategies, run, isFound, limit, isOver, progress } = search;
  const turns = new Turns(strategies);
  const resultOf = (found: Find | undefined, cut: boolean): SearchResult => ({
    ...{ found, cut },
    ...{ progress: turns.progress, scenarios: turns.scenarios },
  });
  if (isOver()) return resultOf(undefined, true);
  for (const { strategy, scenario } of turns) {
    const result = run(scenario);
    if (isFound(result)) return resultOf({ strategy, scenario, result }, false);
    const { scenarios } = turns;
    if (scenarios === limit) return resultOf(undefined, false);
    if (scenarios % EVERY === 0) {
      if (isOver()) return resultOf(undefined, true);
      progress?.(scenarios);
    }
  }
  return resultOf(undefined, false);
}
