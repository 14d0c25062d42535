import type { Candidates } from "./execution/candidates.js";
import { Expander } from "./expander.js";
import { Findings } from "./findings.js";
import type { PlainFindings } from "./findings.js";
import { Frontier } from "./frontier.js";
import type { Bundle, Found } from "./frontier.js";
import type { Territory } from "./territory.js";

/** What became of a batch of bundles: plain data. */
export interface Expansion {
  readonly findings: PlainFindings;
  /** Where it is still open how runs go on; those that go on alike are one. */
  readonly found: readonly Found[];
  /** How many have become one here. */
  readonly merged: number;
}

/** Expands batches, one after the other; it remembers across batches how runs end. */
export function batchExpander(
  territory: Territory,
  examples: number,
): (batch: readonly Bundle[]) => Expansion {
  let found = new Frontier();
  let findings = new Findings(examples);
  let merged = 0;
  const number = (choices: readonly Candidates[]): bigint =>
    territory.numberOf(choices.map(({ members: [lowest = 0] }) => lowest));
  const expander = new Expander(territory, {
    found(bundle) {
      if (!found.add(bundle)) merged++;
    },
    ended(end) {
      findings.addEnd(end, number);
    },
  });
  return (batch) => {
    for (const bundle of batch) expander.expand(bundle);
    const expansion = { findings: findings.plain(), found: found.all(), merged };
    [found, findings, merged] = [new Frontier(), new Findings(examples), 0];
    return expansion;
  };
}
