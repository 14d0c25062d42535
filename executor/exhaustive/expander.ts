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

/** Whoever wants to know where runs lead. */
export interface ExpansionSink {
  /** Runs have come to a stop where it is open how they go on. */
  found(found: NewStateClass): void;
  /** Runs have ended. `choices` are what the first of them may have chosen, place by place. */
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
  /** By place: whether all that can be chosen there is alike. */
  readonly retired: readonly boolean[];
}

/** Follows bundles of runs from where something is asked to where something is asked next. */
export class Expander {
  readonly #searchSpace: SearchSpace;
  readonly #sink: ExpansionSink;
  readonly #transitions = new TransitionCache();
  #execution: Execution;
  /** The stops of one path, the start first, and the answers that were given there. */
  #stops: Stop[] = [];
  #answers: number[] = [];

  constructor(searchSpace: SearchSpace, sink: ExpansionSink) {
    this.#searchSpace = searchSpace;
    this.#sink = sink;
    this.#execution = this.#start();
  }

  /** Goes on from where the runs of a bundle have stopped, with every answer. */
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

  /** Stops where a path leads, and says what is there. */
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

  /** Where nothing is asked any more there is no answer, and the run just goes on. */
  #answer(number: number): void {
    const { scenario } = this.#execution;
    const answer = scenario.answers()[number];
    if (scenario.open !== undefined && answer !== undefined) {
      scenario.narrow(scenario.open.place, answer);
    }
  }
}
