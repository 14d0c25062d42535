/**
 * The law of every reduction: runs with equal fingerprints, taken on with the same choices, come to
 * the same. Runs are followed to their ends one by one here, and nothing is merged.
 */
import { Execution } from "../../../executor/exhaustive/execution/execution.js";
import type { EndedRun } from "../../../executor/exhaustive/execution/execution.js";
import { outcomeKey } from "../../../executor/exhaustive/outcome.js";
import type { SearchSpace } from "../../../executor/exhaustive/search-space.js";

/** What runs came to after a stop, and how often it was met. */
interface Class {
  readonly outcomes: string;
  readonly members: number;
}

export interface ClassReport {
  /** Fingerprints of which one run came to something that another one did not. */
  readonly broken: readonly string[];
  /** Stops at which another run had stopped before. */
  readonly repeated: number;
}

export function checkClasses(searchSpace: SearchSpace): ClassReport {
  const execution = new Execution(searchSpace);
  const classes = new Map<string, Class>();
  const broken: string[] = [];

  const outcomesAtEnd = (ended: EndedRun): readonly string[] => {
    const { scenario } = execution;
    const asksMore = ended.ending !== "decided" && !scenario.isResolvedAtEnd();
    if (!asksMore || scenario.open === undefined) return [outcomeKey(execution.outcome(ended))];
    const { place } = scenario.open;
    const saved = scenario.save();
    return scenario.answers().flatMap((answer) => {
      scenario.restore(saved);
      scenario.narrow(place, answer);
      return outcomesAtEnd(ended);
    });
  };

  /** Runs on from where the stage is; all outcomes that its runs come to. */
  const follow = (): readonly string[] => {
    const ended = execution.advance();
    if (ended !== undefined) return outcomesAtEnd(ended);
    const { fingerprint } = execution.compare();
    const saved = execution.save();
    const { place } = execution.scenario.open ?? {};
    const answers = execution.scenario.answers();
    const outcomes = new Set<string>();
    for (const answer of answers.length === 0 ? [undefined] : answers) {
      execution.restore(saved);
      if (answer !== undefined && place !== undefined) execution.scenario.narrow(place, answer);
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
