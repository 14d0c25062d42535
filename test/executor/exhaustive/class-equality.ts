/**
 * The law of every reduction: runs with equal fingerprints, taken on with the same choices, come to
 * the same. Runs are followed to their ends one by one here, and nothing is merged.
 */
import { OpenStage } from "../../../executor/exhaustive/execution/stage.js";
import type { Over } from "../../../executor/exhaustive/execution/stage.js";
import { outcomeKey } from "../../../executor/exhaustive/outcome.js";
import type { Territory } from "../../../executor/exhaustive/territory.js";

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

export function checkClasses(territory: Territory): ClassReport {
  const stage = new OpenStage(territory);
  const classes = new Map<string, Class>();
  const broken: string[] = [];

  const outcomesAtEnd = (over: Over): readonly string[] => {
    const { script } = stage;
    const asksMore = over.ending !== "decided" && !script.isDecidedAtEnd();
    if (!asksMore || script.open === undefined) return [outcomeKey(stage.outcome(over))];
    const { place } = script.open;
    const saved = script.save();
    return script.answers().flatMap((answer) => {
      script.restore(saved);
      script.decide(place, answer);
      return outcomesAtEnd(over);
    });
  };

  /** Runs on from where the stage is; all outcomes that its runs come to. */
  const follow = (): readonly string[] => {
    const over = stage.advance();
    if (over !== undefined) return outcomesAtEnd(over);
    const { fingerprint } = stage.compare();
    const saved = stage.save();
    const { place } = stage.script.open ?? {};
    const answers = stage.script.answers();
    const outcomes = new Set<string>();
    for (const answer of answers.length === 0 ? [undefined] : answers) {
      stage.restore(saved);
      if (answer !== undefined && place !== undefined) stage.script.decide(place, answer);
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
