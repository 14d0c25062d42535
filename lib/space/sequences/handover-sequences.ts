/** Ranks the sequences in which every round can make progress (requireProgress). */
import type { Sequence } from "./arrangements.js";
import { SequenceCounts } from "./sequence-counts.js";
import { sameChoices } from "./choices.js";
import type { SpaceConfig } from "../config.js";
import { choicesOf, sequenceShapeOf, refuseTooComplex, roundsOf } from "./sequence-shape.js";
import type { RankedSet } from "../ranked-set.js";
import type { Handover } from "./handover.js";
import { SequenceTree } from "./sequence-tree.js";

/**
 * The sequences in which every round can hand over to the next, in the order that all sequences
 * have. Throws {@link InputError} if they cannot be counted.
 */
export function handoverSequences(
  config: SpaceConfig,
  { intervals, transitions }: Handover,
): RankedSet<Sequence> {
  const shape = sequenceShapeOf(config, transitions);
  refuseTooComplex(shape);
  const counts = new Array<bigint>(transitions.kinds).fill(0n);
  for (const { kind, size } of intervals) counts[kind] = (counts[kind] ?? 0n) + size;
  const sequenceCounts = new SequenceCounts(counts, shape.transitions, shape.repeats);
  const tree = new SequenceTree(sameChoices(intervals, sequenceCounts), shape);
  return {
    size: tree.size,
    unrank: (index) => roundsOf(config, tree.unrank(index)),
    rank(sequence) {
      const choices = choicesOf(config, sequence);
      return choices && tree.rank(choices);
    },
  };
}
