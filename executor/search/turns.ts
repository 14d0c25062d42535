/** Strategies take turns, so that one which finds nothing does not hold up the others. */
import type { Scenario } from "../../lib/scenario/model.js";
import type { Draws } from "./draws.js";
import type { Strategy } from "./strategies.js";

/** So many scenarios are run before it is the next one's turn, times the share of a strategy. */
const TURN = 25;

/** How far a strategy came. */
export interface Progress {
  readonly strategy: Strategy;
  /** How many of its scenarios were run. */
  readonly scenarios: number;
  /** Whether it has no more. */
  readonly exhausted: boolean;
}

/** A scenario, and the strategy that drew it. */
export interface Turn {
  readonly strategy: Strategy;
  readonly scenario: Scenario;
}

/** A strategy at work. */
interface Working {
  readonly strategy: Strategy;
  readonly source: Draws;
  scenarios: number;
  exhausted: boolean;
}

/** The scenarios of all strategies in the order in which they are run; to be iterated once. */
export class Turns implements Iterable<Turn> {
  readonly #all: readonly Working[];

  constructor(strategies: readonly Strategy[]) {
    this.#all = strategies.map((strategy) => ({
      ...{ strategy, source: strategy.scenarios() },
      ...{ scenarios: 0, exhausted: false },
    }));
  }

  /** Of each strategy, in the order of their turns. */
  get progress(): readonly Progress[] {
    return this.#all.map(({ strategy, scenarios, exhausted }) => ({
      ...{ strategy, scenarios, exhausted },
    }));
  }

  /** Over all strategies. */
  get scenarios(): number {
    return this.#all.reduce((sum, { scenarios }) => sum + scenarios, 0);
  }

  *[Symbol.iterator](): Generator<Turn, void> {
    while (this.#all.some(({ exhausted }) => !exhausted)) {
      for (const each of this.#all) if (!each.exhausted) yield* turnOf(each);
    }
  }
}

function* turnOf(working: Working): Generator<Turn, void> {
  const { strategy, source } = working;
  const { share = 1 } = strategy;
  for (let taken = 0; taken < share * TURN; taken++) {
    const { value: scenario } = source.next();
    if (scenario === undefined) {
      working.exhausted = true;
      return;
    }
    working.scenarios += 1;
    yield { strategy, scenario };
  }
}
