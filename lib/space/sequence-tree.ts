import type { Sequence } from "./arrangements.js";
import type { Choices } from "./choices.js";
import type { Numbered } from "./numbered.js";
import { freeIn, runAt, runWith, takenIn } from "./runs.js";
import type { Run } from "./runs.js";
import { FIRST } from "./succession.js";
import type { Succession } from "./succession.js";
import { noneTaken, take } from "./taken.js";
import type { Taken } from "./taken.js";
import { tabledWeights } from "./weights.js";
import type { Weights } from "./weights.js";

/** Words in tables that are kept, until all are forgotten: some hundred megabytes. */
const MOST_REMEMBERED = 8_000_000;

/** Where a walk down the tree has come to. */
interface Place<C> {
  readonly choices: C;
  /** How many rounds are still to be chosen. */
  readonly left: number;
  /** Which kinds may be next. */
  readonly set: number;
  readonly taken: Taken;
}

/** How a tree grows. */
export interface Growth {
  readonly succession: Succession;
  readonly rounds: number;
  /** Whether a configuration may come again. */
  readonly repeats: boolean;
}

/**
 * Sequences in the order of their configurations' numbers, the first compared first, where what may
 * come next depends on what came before. A number is found round by round, from how many sequences
 * lie behind each choice. With repetition that takes the logarithm of the number of choices, from
 * tables that are kept; without, a look at each of them.
 */
export class SequenceTree<C extends Choices<C>> implements Numbered<Sequence> {
  readonly size: bigint;
  readonly #growth: Growth;
  readonly #start: Place<C>;
  #tables = new Map<C, Weights[]>();
  #remembered = 0;

  constructor(choices: C, growth: Growth) {
    const { succession, rounds } = growth;
    this.#growth = growth;
    this.#start = { choices, left: rounds, set: FIRST, taken: noneTaken(succession) };
    this.size = choices.ways(rounds, FIRST, this.#start.taken);
  }

  at(index: bigint): Sequence {
    return this.walk(index)[0];
  }

  /** The sequence with a number, and the choices at the end of the walk to it. */
  walk(index: bigint): readonly [Sequence, C] {
    const sequence: bigint[] = [];
    let place = this.#start;
    let rest = index;
    while (place.left > 0) {
      const [item, offset] = this.#weights(place).locate(rest);
      const run = runAt(place.choices.items, Number(item));
      const isAlone = run.size === 1n;
      const ways = isAlone ? 0n : this.#waysAfter(place, Number(item), run);
      const number = freeIn(run, isAlone ? 0n : offset / ways, place.taken);
      rest = isAlone ? offset : offset % ways;
      sequence.push(number);
      place = this.#next(place, Number(item), number);
    }
    return [sequence, place.choices];
  }

  indexOf(sequence: Sequence): bigint | undefined {
    let place = this.#start;
    let index = 0n;
    for (const number of sequence) {
      const item = runWith(place.choices.items, number);
      if (item === undefined) return undefined;
      const run = runAt(place.choices.items, item);
      if (!this.#mayFollow(place, run) || place.taken.numbers.includes(number)) return undefined;
      const nth = number - run.from - takenIn(run, place.taken, number);
      const ways = nth === 0n ? 0n : nth * this.#waysAfter(place, item, run);
      index += this.#weights(place).before(BigInt(item)) + ways;
      place = this.#next(place, item, number);
    }
    return place.left === 0 ? index : undefined;
  }

  #mayFollow({ left, set }: Place<C>, { kind }: Run): boolean {
    return left > 0 && this.#growth.succession.sets[set]?.[kind] === true;
  }

  #next(place: Place<C>, item: number, number: bigint): Place<C> {
    const { kind } = runAt(place.choices.items, item);
    const { succession, repeats } = this.#growth;
    return {
      choices: place.choices.after(item),
      left: place.left - 1,
      set: succession.after[kind] ?? FIRST,
      taken: repeats ? place.taken : take(place.taken, number, kind),
    };
  }

  /** In how many ways the rounds after this one can go, when it is one of a run. */
  #waysAfter(place: Place<C>, item: number, run: Run): bigint {
    const { choices, left, set, taken } = this.#next(place, item, run.from);
    return choices.ways(left, set, taken);
  }

  /** Behind each choice of a round, how many sequences there are. */
  #weights(place: Place<C>): Weights {
    if (!this.#growth.repeats) return this.#weigh(place);
    const key = place.left * this.#growth.succession.sets.length + place.set;
    const known = this.#tables.get(place.choices)?.[key];
    if (known !== undefined) return known;
    const weights = this.#weigh(place);
    const size = place.choices.items.length * wordsOf(weights.total);
    if (this.#remembered + size > MOST_REMEMBERED) this.#forget();
    this.#remembered += size;
    const tables = this.#tables.get(place.choices) ?? [];
    this.#tables.set(place.choices, tables);
    tables[key] = weights;
    return weights;
  }

  #forget(): void {
    this.#tables = new Map();
    this.#remembered = 0;
  }

  #weigh(place: Place<C>): Weights {
    const { items } = place.choices;
    const known = new Map<C, bigint[]>();
    return tabledWeights(items.length, (item) => {
      const run = runAt(place.choices.items, item);
      if (!this.#mayFollow(place, run)) return 0n;
      const free = run.size - takenIn(run, place.taken);
      if (free === 0n) return 0n;
      const after = place.choices.after(item);
      let byKind = known.get(after);
      if (byKind === undefined) known.set(after, (byKind = []));
      return free * (byKind[run.kind] ??= this.#waysAfter(place, item, run));
    });
  }
}

const HEX_DIGITS_A_WORD = 16;

/** How many words of memory a number takes, about. */
const wordsOf = (number: bigint): number =>
  2 + Math.ceil(number.toString(16).length / HEX_DIGITS_A_WORD);
