/** Shrinks a failing scenario: steps to a simpler one that fails alike, until none is left. */
import type { ReplicaId } from "../../../lib/protocol/ids.js";
import type { Roster, Scenario } from "../../../lib/scenario/model.js";
import { notationOf } from "../../../lib/scenario/notation.js";
import type { RunConfig } from "../../config/config.js";
import type { ScenarioContext } from "../../run/run-case.js";
import type { ScenarioResult } from "../../run/run.js";
import { costOf, isLower } from "./cost.js";
import { PASSES } from "./passes/all.js";
import type { Pass } from "./passes/pass.js";
import { inOrder, nodesOf } from "./subject.js";
import type { Subject } from "./subject.js";
import { Trials } from "./trials.js";
import type { Failure, Trial } from "./trials.js";

/** One step that was taken. */
export interface ShrinkStep {
  /** The name of the pass. */
  readonly pass: string;
  readonly roster: Roster;
  /** The rounds after it, on one line. */
  readonly rounds: string;
}

/** A failing scenario, and the simplest one found that fails alike. */
export interface Shrunk {
  readonly original: Scenario;
  /** The roster of the original. */
  readonly from: Roster;
  readonly roster: Roster;
  /** Its id is its notation. */
  readonly scenario: Scenario;
  readonly result: ScenarioResult;
  readonly failure: Failure;
  readonly steps: readonly ShrinkStep[];
  /** How many scenarios were run. */
  readonly tried: number;
  /** Whether no single step leads further; false if {@link MOST_TRIED} were run. */
  readonly isMinimal: boolean;
}

/** No more scenarios than this are run to shrink one. */
const MOST_TRIED = 5000;

/** A failing scenario, and how it is run. */
export interface Failing {
  readonly run: RunConfig;
  readonly scenario: Scenario;
  readonly context: ScenarioContext;
}

/**
 * Shrinks a scenario as long as the first violated property (in the order of reports) and the
 * identities that are proven guilty stay the same; a twin that is taken away is no longer among
 * these. Undefined if the scenario does not fail. The same input gives the same result: candidates
 * come in a fixed order, and each step lowers the cost.
 */
export function shrink(failing: Failing): Shrunk | undefined {
  const work = shrinking(failing);
  let next = work.next(true);
  while (next.done !== true) next = work.next(true);
  return next.value;
}

/** Says of a subject whether the protocol answers in its run within the time that it has. */
export type Answers = (subject: Subject) => Promise<boolean>;

/**
 * The same for a protocol that may never return: a subject is run only after `answers` has said
 * that it does, and others are no candidates. The result is the same where all answer.
 */
export async function shrinkWatched(
  failing: Failing,
  answers: Answers,
): Promise<Shrunk | undefined> {
  const work = shrinking(failing);
  let next = work.next(true);
  while (next.done !== true) next = work.next(await answers(next.value));
  return next.value;
}

/** Yields each subject before it is run, and is told whether it is to be run. */
type Shrinking<Result> = Generator<Subject, Result, boolean>;

function* shrinking({ run, scenario, context }: Failing): Shrinking<Shrunk | undefined> {
  const all = new Trials(run, context);
  const start = subjectOf(scenario, context);
  if (!(yield start)) return undefined;
  const first = all.run(start);
  if (first.failure === undefined) return undefined;
  const trials = all.limitedBy(first.result);
  const subject = { ...start, guilty: first.failure.guilty };
  const search = new Search({ trials, about: first.failure.about }, { subject, trial: first });
  yield* search.toTheEnd();
  const { best, steps, tried, isMinimal } = search;
  const { rounds, roster } = best.subject;
  return {
    ...{
      original: scenario,
      from: context.roster,
      roster,
      steps,
      tried,
      isMinimal,
      result: best.trial.result,
    },
    scenario: { id: notationOf(rounds), rounds },
    failure: best.trial.failure ?? first.failure,
  };
}

function subjectOf({ rounds }: Scenario, { roster, stabilization }: ScenarioContext): Subject {
  const { leaders } = stabilization;
  const nodes = nodesOf({ roster });
  return {
    roster,
    rounds: rounds.map((round) => ({ ...round, partition: inOrder(round.partition, nodes) })),
    guilty: [],
    pinned: leaders === "honest" ? [] : leaders,
  };
}

interface Tried {
  readonly subject: Subject;
  readonly trial: Trial;
}

interface Goal {
  readonly trials: Trials;
  /** What must stay violated. */
  readonly about: string;
}

/** The state of a search. */
class Search {
  readonly #goal: Goal;
  readonly steps: ShrinkStep[] = [];
  readonly #seen = new Set<string>();
  best: Tried;
  tried = 1;

  constructor(goal: Goal, first: Tried) {
    this.#goal = goal;
    this.best = first;
    this.#seen.add(keyOf(first.subject));
  }

  get isMinimal(): boolean {
    return this.tried < MOST_TRIED;
  }

  /** Takes the passes in turn until none of them leads on. */
  *toTheEnd(): Shrinking<void> {
    for (let moved = true; moved && this.isMinimal;) {
      moved = false;
      for (const pass of PASSES) while (yield* this.#step(pass)) moved = true;
    }
  }

  /** Takes the first candidate that is simpler and fails alike. */
  *#step(pass: Pass): Shrinking<boolean> {
    const cost = costOf(this.best.subject);
    for (const subject of pass.candidates(this.best.subject)) {
      if (!this.isMinimal) return false;
      if (!isLower(costOf(subject), cost) || !this.#isNew(subject)) continue;
      this.tried++;
      if (!(yield subject)) continue;
      const trial = this.#goal.trials.run(subject);
      if (!this.#failsAlike(trial.failure, subject)) continue;
      this.best = { subject, trial };
      const { roster, rounds } = subject;
      this.steps.push({ pass: pass.name, roster, rounds: notationOf(rounds) });
      return true;
    }
    return false;
  }

  #isNew(subject: Subject): boolean {
    const key = keyOf(subject);
    if (this.#seen.has(key) || !this.#goal.trials.isValid(subject)) return false;
    this.#seen.add(key);
    return true;
  }

  #failsAlike(failure: Failure | undefined, { guilty }: Subject): boolean {
    return failure?.about === this.#goal.about && isSame(failure.guilty, guilty);
  }
}

const isSame = (one: readonly ReplicaId[], other: readonly ReplicaId[]): boolean =>
  one.length === other.length && one.every((replica) => other.includes(replica));

const keyOf = ({ roster: { replicas, twins }, rounds, guilty }: Subject): string =>
  [...[replicas, twins, guilty].map((names) => names.join(" ")), notationOf(rounds)].join("/");
