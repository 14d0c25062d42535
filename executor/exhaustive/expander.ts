/** Expands state classes from one choice point to the next. */
import { invariant } from "../../lib/protocol/assert.js";
import type { Candidates } from "./execution/candidates.js";
import type { StateClass, NewStateClass, Length, Path } from "./frontier.js";
import type { RunOutcome } from "./outcome.js";
import { minus, TransitionCache, plus } from "./execution/transition-cache.js";
import type { Transition } from "./execution/transition-cache.js";
import type { ScenarioCounts } from "./execution/scenario-counts.js";
import { multiply } from "./execution/scenario-counts.js";
import { Execution } from "./execution/execution.js";
import type { ExecutionSnapshot } from "./execution/execution.js";
import type { SearchSpace } from "./search-space.js";

/** Receives the results of expansions. */
export interface ExpansionSink {
  /** Runs have reached a choice point. */
  found(found: NewStateClass): void;
  /**
   * Runs have ended. `choices` are the configurations that the first of them may have, by round.
   */
  ended(end: EndedRuns): void;
}

export interface EndedRuns {
  readonly outcome: RunOutcome;
  readonly counts: ScenarioCounts;
  readonly longest: Length;
  readonly choices: readonly Candidates[];
}

/** A stop on a path. */
interface Stop {
  readonly saved: ExecutionSnapshot;
  /** By round: whether its choice no longer matters. */
  readonly retired: readonly boolean[];
}

/** Expands state classes: follows their runs from one choice point to the next. */
export class Expander {
  readonly #searchSpace: SearchSpace;
  readonly #sink: ExpansionSink;
  readonly #transitions = new TransitionCache();
  #execution: Execution;
  /** The stops of the current path, the start first, and the answers given there. */
  #stops: Stop[] = [];
  #answers: number[] = [];

  constructor(searchSpace: SearchSpace, sink: ExpansionSink) {
    this.#searchSpace = searchSpace;
    this.#sink = sink;
    this.#execution = this.#start();
  }

  /** Continues from the choice point of a class, once with each answer. */
  expand({ path, counts, longest }: StateClass): void {
    if (this.#execution.cacheIsFull) this.#execution = this.#start();
    const { saved, retired } = this.#goTo(path);
    const { scenario, events, now: time } = this.#execution;
    const ahead = minus(longest, { events, time });
    const answers = scenario.answers().length;
    for (let answer = 0; answer < Math.max(answers, 1); answer++) {
      this.#execution.restore(saved);
      this.#answer(answer);
      for (const transition of this.#transitions.follow(this.#execution, retired)) {
        this.#report(transition, { path: [...path, answer], counts, longest: ahead });
      }
    }
  }

  #report({ to, length, multiplier, choices }: Transition, stateClass: StateClass): void {
    const counts = multiply(stateClass.counts, multiplier);
    const longest = plus(stateClass.longest, length);
    if (to.kind === "ended") {
      this.#sink.ended({ outcome: to.outcome, counts, longest, choices });
      return;
    }
    const { fingerprint, level, passed } = to;
    const path = [...stateClass.path, ...Array.from({ length: passed }, () => 0)];
    this.#sink.found({ fingerprint, level, path, counts, longest });
  }

  #start(): Execution {
    const execution = new Execution(this.#searchSpace);
    this.#stops = [{ saved: execution.save(), retired: [] }];
    this.#answers = [];
    return execution;
  }

  /** Brings the execution to the stop at the end of a path. */
  #goTo(path: Path): Stop {
    let depth = 0;
    while (depth < path.length && this.#answers[depth] === path[depth]) depth++;
    this.#stops.length = depth + 1;
    this.#answers.length = depth;
    for (const answer of path.slice(depth)) {
      this.#execution.restore(this.#top().saved);
      this.#answer(answer);
      const ended = this.#execution.advance();
      invariant(ended === undefined, "a run takes the same path again", { path });
      const retired = this.#execution.residuals().map(({ isIrrelevant }) => isIrrelevant);
      this.#stops.push({ saved: this.#execution.save(), retired });
      this.#answers.push(answer);
    }
    const stop = this.#top();
    this.#execution.restore(stop.saved);
    return stop;
  }

  #top(): Stop {
    const stop = this.#stops.at(-1);
    invariant(stop !== undefined, "a path begins at the start");
    return stop;
  }

  /** At a stop without an open query there is no answer, and the run continues. */
  #answer(number: number): void {
    const { scenario } = this.#execution;
    const answer = scenario.answers()[number];
    if (scenario.openQuery !== undefined && answer !== undefined) {
      scenario.narrow(scenario.openQuery.roundIndex, answer);
    }
  }
}
