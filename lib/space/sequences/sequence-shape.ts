/** The shape of a space's sequences, and the limit on counting them. */
import { InputError, isValue } from "../../scenario/input/problem.js";
import type { Sequence } from "./arrangements.js";
import type { SpaceConfig } from "../config.js";
import type { SequenceShape } from "./sequence-tree.js";
import { reversed } from "./transition-relation.js";
import type { TransitionRelation } from "./transition-relation.js";

type Arranged = Pick<SpaceConfig, "arrangement" | "roundOrder" | "rounds">;

/** The shape of the sequences of a config, the choice that varies slowest first. */
export function sequenceShapeOf(
  { arrangement, roundOrder, rounds }: Arranged,
  transitions: TransitionRelation,
): SequenceShape {
  return {
    transitions: roundOrder === "last-fastest" ? transitions : reversed(transitions),
    rounds: arrangement === "static" ? 1 : rounds,
    repeats: arrangement === "with-replacement",
  };
}

/** Choices, as rounds from the first to the last. */
export function roundsOf({ arrangement, roundOrder, rounds }: Arranged, made: Sequence): Sequence {
  if (arrangement === "static") return made.flatMap((only) => new Array<bigint>(rounds).fill(only));
  return roundOrder === "last-fastest" ? made : made.toReversed();
}

/** Rounds, as the choices that make them; undefined if none do. */
export function choicesOf(
  { arrangement, roundOrder }: Arranged,
  rounds: Sequence,
): Sequence | undefined {
  if (arrangement !== "static") {
    return roundOrder === "last-fastest" ? rounds : rounds.toReversed();
  }
  return rounds.every((one) => one === rounds[0]) ? rounds.slice(0, 1) : undefined;
}

/** Beyond this limit, counting takes too long. */
const MOST_EFFORT = 50_000;

/** Throws {@link InputError} if what may come next depends on too much. */
export function refuseTooComplex({ transitions, rounds, repeats }: SequenceShape): void {
  const { kinds, sets } = transitions;
  const effort = sets.length * (repeats ? longNumbers(rounds) : mixtures(kinds, rounds));
  if (kinds <= 1 || effort <= MOST_EFFORT) return;
  const wrong = `${isValue(true)}, for ${rounds} rounds of ${kinds} kinds of round configurations`;
  const allowed = repeats
    ? "fewer rounds or leaders, or static"
    : "fewer rounds or leaders, or repetition (with-replacement or static)";
  throw new InputError([{ path: "requireProgress", wrong, allowed }]);
}

/** There is a count for every number of rounds, and the count gets longer with the rounds. */
const longNumbers = (rounds: number): number => rounds ** 2 / 200;

/** How many of each kind may have come before some round: (rounds - 1 + kinds) over kinds. */
function mixtures(kinds: number, rounds: number): number {
  let ways = 1;
  for (let kind = 1; kind <= kinds; kind += 1) ways *= (rounds - 1 + kind) / kind;
  return ways;
}
