import type { Sequence } from "./arrangements.js";
import { Census } from "./census.js";
import { sameChoices } from "./choices.js";
import type { SpaceConfig } from "./config.js";
import { choicesOf, growthOf, refuseIntricate, roundsOf } from "./growth.js";
import type { Numbered } from "./numbered.js";
import type { Progress } from "./progress.js";
import { SequenceTree } from "./sequence-tree.js";

/**
 * The sequences in which every round can hand over to the next, in the order that all sequences
 * have. Throws {@link InputError} if they cannot be counted.
 */
export function progressSequences(
  config: SpaceConfig,
  { runs, succession }: Progress,
): Numbered<Sequence> {
  const growth = growthOf(config, succession);
  refuseIntricate(growth);
  const counts = new Array<bigint>(succession.kinds).fill(0n);
  for (const { kind, size } of runs) counts[kind] = (counts[kind] ?? 0n) + size;
  const census = new Census(counts, growth.succession, growth.repeats);
  const tree = new SequenceTree(sameChoices(runs, census), growth);
  return {
    size: tree.size,
    at: (index) => roundsOf(config, tree.at(index)),
    indexOf(sequence) {
      const choices = choicesOf(config, sequence);
      return choices && tree.indexOf(choices);
    },
  };
}
