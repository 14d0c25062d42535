/** Transitions between stops of an execution, and a cache of those that lead to an end. */
import type { Candidates } from "./candidates.js";
import type { Length } from "../frontier.js";
import type { RunOutcome } from "../outcome.js";
import { LruCache } from "./lru-cache.js";
import { multiplierOf, compose } from "./scenario-counts.js";
import type { Multiplier } from "./scenario-counts.js";
import type { Execution, EndedRun } from "./execution.js";

/** Where a transition leads. */
export type Successor =
  /** A choice point, after `passed` stops that were none. */
  | {
      readonly kind: "choice-point";
      readonly fingerprint: string;
      readonly level: number;
      readonly passed: number;
    }
  | { readonly kind: "ended"; readonly outcome: RunOutcome };

/** A run from one stop to the next choice point, or to its end. */
export interface Transition {
  readonly to: Successor;
  /** Events and time of the successor; of a cached transition: relative to its start. */
  readonly length: Length;
  readonly multiplier: Multiplier;
  /** By round: what may have been chosen. */
  readonly choices: readonly Candidates[];
}

/** Number of stops whose transitions are cached. */
const CAPACITY = 200_000;

/**
 * Runs executions from stop to stop, and caches the transitions of stops from which all runs end.
 * Stops that lead to choice points are not cached: which run of a class came first would then
 * depend on which worker explores what, and so would the number of states.
 */
export class TransitionCache {
  readonly #cached = new LruCache<string, readonly Transition[]>(CAPACITY);

  /**
   * Continues from the state of an execution, and leaves the execution in some other state. A run
   * that ended is split further where a verdict needs a choice that is still open. `retired` tells,
   * for each round, whether its choices had ceased to matter at the previous stop.
   */
  follow(execution: Execution, retired: readonly boolean[]): readonly Transition[] {
    const ended = execution.advance();
    if (ended !== undefined) return endsOf(execution, ended, retired);
    const { scenario } = execution;
    const { fingerprint, residuals } = execution.compare();
    const irrelevant = residuals.map((residual) => residual.isIrrelevant);
    const choices = scenario.remaining.slice();
    const multiplier = multiplierOf(retired, irrelevant, choices);
    const length = { events: execution.events, time: execution.now };
    if (scenario.answers().length > 0) {
      const to = { kind: "choice-point", fingerprint, level: scenario.reached, passed: 0 } as const;
      return [{ to, length, multiplier, choices }];
    }
    return this.#transitionsFrom(fingerprint, execution, irrelevant).map((transition) => ({
      to: transition.to.kind === "ended" ? transition.to : oneStopFurther(transition.to),
      length: plus(length, transition.length),
      multiplier: compose(multiplier, transition.multiplier),
      choices: choices.map((own, roundIndex) =>
        irrelevant[roundIndex] === true ? own : (transition.choices[roundIndex] ?? own),
      ),
    }));
  }

  /** The transitions from a stop that is no choice point. */
  #transitionsFrom(
    fingerprint: string,
    execution: Execution,
    irrelevant: readonly boolean[],
  ): readonly Transition[] {
    const known = this.#cached.get(fingerprint);
    if (known !== undefined) return known;
    const { events, now: time } = execution;
    const transitions = this.follow(execution, irrelevant).map((transition) => ({
      ...transition,
      length: minus(transition.length, { events, time }),
    }));
    if (transitions.every(({ to }) => to.kind === "ended")) {
      this.#cached.set(fingerprint, transitions);
    }
    return transitions;
  }
}

function endsOf(execution: Execution, ended: EndedRun, retired: readonly boolean[]): Transition[] {
  const { scenario } = execution;
  const isUnresolved = ended.ending !== "decided" && !scenario.isResolvedAtEnd();
  if (isUnresolved && scenario.openQuery !== undefined) {
    const saved = scenario.save();
    const roundIndex = scenario.openQuery.roundIndex;
    return scenario.answers().flatMap((answer) => {
      scenario.restore(saved);
      scenario.narrow(roundIndex, answer);
      return endsOf(execution, ended, retired);
    });
  }
  const choices = scenario.remaining.slice();
  const everything = choices.map(() => true);
  return [
    {
      to: { kind: "ended", outcome: execution.outcome(ended) },
      length: { events: ended.events, time: ended.at },
      multiplier: multiplierOf(retired, everything, choices),
      choices,
    },
  ];
}

const oneStopFurther = (to: Extract<Successor, { kind: "choice-point" }>): Successor => ({
  ...to,
  passed: to.passed + 1,
});

export const plus = (a: Length, b: Length): Length => ({
  events: a.events + b.events,
  time: a.time + b.time,
});

export const minus = (a: Length, b: Length): Length => ({
  events: a.events - b.events,
  time: a.time - b.time,
});
