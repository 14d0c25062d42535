/**
 * The law of every reduction: runs with equal fingerprints have the same outcomes under the same
 * choices. Runs are executed to their ends here without merging.
 */
import { Execution } from "../../../executor/exhaustive/execution/execution.js";
import type { EndedRun } from "../../../executor/exhaustive/execution/execution.js";
import { outcomeKey } from "../../../executor/exhaustive/outcome.js";
import type { SearchSpace } from "../../../executor/exhaustive/search-space.js";

/** The outcomes after a stop, and the number of stops with its fingerprint. */
interface Class {
  readonly outcomes: string;
  readonly members: number;
}

export interface ClassReport {
  /** Fingerprints of stops with different outcomes. */
  readonly broken: readonly string[];
  /** Stops whose fingerprint had occurred before. */
  readonly repeated: number;
}

export function checkClasses(searchSpace: SearchSpace): ClassReport {
  const execution = new Execution(searchSpace);
  const classes = new Map<string, Class>();
  const broken: string[] = [];

  const outcomesAtEnd = (ended: EndedRun): readonly string[] => {
    const { scenario } = execution;
    const isUnresolved = ended.ending !== "decided" && !scenario.isResolvedAtEnd();
    if (!isUnresolved || scenario.openQuery === undefined) {
      return [outcomeKey(execution.outcome(ended))];
    }
    const { roundIndex } = scenario.openQuery;
    const saved = scenario.save();
    return scenario.answers().flatMap((answer) => {
      scenario.restore(saved);
      scenario.narrow(roundIndex, answer);
      return outcomesAtEnd(ended);
    });
  };

  /** All outcomes of the runs that continue from the current state. */
  const follow = (): readonly string[] => {
    const ended = execution.advance();
    if (ended !== undefined) return outcomesAtEnd(ended);
    const { fingerprint } = execution.compare();
    const saved = execution.save();
    const { roundIndex } = execution.scenario.openQuery ?? {};
    const answers = execution.scenario.answers();
    const outcomes = new Set<string>();
    for (const answer of answers.length === 0 ? [undefined] : answers) {
      execution.restore(saved);
      if (answer !== undefined && roundIndex !== undefined) {
        execution.scenario.narrow(roundIndex, answer);
      }
      for (const outcome of follow()) outcomes.add(outcome);
    }
    note(fingerprint, [...outcomes].sort().join("\n"));
    return [...outcomes];
  };

  const note = (fingerprint: string, outcomes: string): void => {
    const known = classes.get(fingerprint);
    if (known !== undefined && known.outcomes !== outcomes) broken.push(fingerprint);
    classes.set(fingerprint, { outcomes, members: (known?.members ?? 0) + 1 });
  };

  follow();
  let repeated = 0;
  for (const { members } of classes.values()) repeated += members - 1;
  return { broken, repeated };
}
