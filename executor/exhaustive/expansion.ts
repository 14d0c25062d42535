/** Expands batches of state classes. */
import type { Candidates } from "./execution/candidates.js";
import { Expander } from "./expander.js";
import { Findings } from "./findings.js";
import type { FindingsSnapshot } from "./findings.js";
import { Frontier } from "./frontier.js";
import type { StateClass, NewStateClass } from "./frontier.js";
import type { SearchSpace } from "./search-space.js";

/** The result of expanding a batch, as plain data. */
export interface Expansion {
  readonly findings: FindingsSnapshot;
  /** The choice points reached; equal states are merged. */
  readonly found: readonly NewStateClass[];
  /** How many classes were merged in this batch. */
  readonly merged: number;
}

/** Expands batches one by one; the transition cache is kept across batches. */
export function batchExpander(
  searchSpace: SearchSpace,
  examples: number,
): (batch: readonly StateClass[]) => Expansion {
  let found = new Frontier();
  let findings = new Findings(examples);
  let merged = 0;
  const number = (choices: readonly Candidates[]): bigint =>
    searchSpace.numberOf(choices.map(({ members: [lowest = 0] }) => lowest));
  const expander = new Expander(searchSpace, {
    found(stateClass) {
      if (!found.add(stateClass)) merged++;
    },
    ended(end) {
      findings.addEnd(end, number);
    },
  });
  return (batch) => {
    for (const stateClass of batch) expander.expand(stateClass);
    const expansion = { findings: findings.snapshot(), found: found.all(), merged };
    [found, findings, merged] = [new Frontier(), new Findings(examples), 0];
    return expansion;
  };
}
