/** Why `--symmetry` is not supported with `--exhaustive`. */
import { grouped } from "../../io/terminal/text.js";
import type { Problem } from "../../lib/scenario/input/problem.js";
import type { Space } from "../../lib/space/space.js";
import { symmetryOf } from "../../lib/space/symmetry/symmetry.js";

/**
 * States that differ by a renaming are merged where execution is free of the order of names. It
 * never is: every delay is the same, so that messages arrive together in nearly every round, in the
 * order of names (docs/adr/0010-whole-spaces.md).
 */
export function symmetryUnsupported(space: Space): Problem {
  const { scenarios } = space.counts;
  const symmetry = symmetryOf(space);
  const gain = symmetry.ok
    ? `${grouped(symmetry.value.classes)} classes of ${grouped(scenarios)} scenarios`
    : "unknown here";
  return {
    path: "--symmetry",
    wrong:
      "would not be exact: what arrives at the same time arrives in the order of names, " +
      "so that scenarios which differ by a renaming may come to different verdicts",
    allowed: `every state by itself; the most that this loses: ${gain}`,
  };
}
