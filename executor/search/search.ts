/** Searches for a scenario that fails: strategies take turns until one of them finds it. */
import type { Scenario } from "../../lib/scenario/model.js";
import type { RunScenario, ScenarioResult } from "../run/run.js";
import type { Strategy } from "./strategies.js";

/** So many scenarios of a strategy are run before it is the next one's turn. */
const TURN = 200;

/** What a search is about. */
export interface Search {
  readonly strategies: readonly Strategy[];
  readonly run: RunScenario;
  readonly isFound: (result: ScenarioResult) => boolean;
  /** How many scenarios are run at most, over all strategies. */
  readonly limit: number;
  /** Whether to stop where it is. */
  readonly isOver: () => boolean;
  /** Told after each turn how many scenarios were run. */
  readonly progress?: (scenarios: number) => void;
}

/** How far a strategy came. */
export interface Progress {
  readonly strategy: Strategy;
  /** How many of its scenarios were run. */
  readonly scenarios: number;
  /** Whether it has no more. */
  readonly exhausted: boolean;
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

/** One strategy at work. */
class Turns {
  readonly strategy: Strategy;
  scenarios = 0;
  exhausted = false;
  readonly #source: Generator<Scenario, void>;

  constructor(strategy: Strategy) {
    this.strategy = strategy;
    this.#source = strategy.scenarios();
  }

  /** Runs up to so many scenarios; the first that is found ends the turn. */
  take(most: number, { run, isFound }: Search): Find | undefined {
    for (let taken = 0; taken < most; taken++) {
      const { value: scenario } = this.#source.next();
      if (scenario === undefined) {
        this.exhausted = true;
        return undefined;
      }
      this.scenarios += 1;
      const result = run(scenario);
      if (isFound(result)) return { strategy: this.strategy, scenario, result };
    }
    return undefined;
  }
}

/** The same search gives the same result, unless it is over before its limit. */
export function searchFor(search: Search): SearchResult {
  const all = search.strategies.map((strategy) => new Turns(strategy));
  const resultOf = (found: Find | undefined, cut: boolean): SearchResult => {
    const progress = all.map(({ strategy, scenarios, exhausted }) => {
      return { strategy, scenarios, exhausted };
    });
    return { found, progress, scenarios: total(all), cut };
  };
  while (all.some(({ exhausted }) => !exhausted)) {
    for (const turns of all) {
      if (turns.exhausted) continue;
      const left = search.limit - total(all);
      if (left <= 0) return resultOf(undefined, false);
      if (search.isOver()) return resultOf(undefined, true);
      const found = turns.take(Math.min(TURN, left), search);
      if (found !== undefined) return resultOf(found, false);
      search.progress?.(total(all));
    }
  }
  return resultOf(undefined, false);
}

const total = (all: readonly Turns[]): number =>
  all.reduce((sum, { scenarios }) => sum + scenarios, 0);
