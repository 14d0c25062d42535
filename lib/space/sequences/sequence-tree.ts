/** Ranks and unranks sequences by walking a tree of choices. */
import type { Sequence } from "./arrangements.js";
import type { Choices } from "./choices.js";
import type { RankedSet } from "../ranked-set.js";
import { nthUnused, intervalAt, intervalContaining, usedIn } from "./interval.js";
import type { Interval } from "./interval.js";
import { FIRST } from "./transition-relation.js";
import type { TransitionRelation } from "./transition-relation.js";
import { noneUsed, markUsed } from "./used.js";
import type { Used } from "./used.js";
import { tabledWeights } from "./weights.js";
import type { Weights } from "./weights.js";

/** Words in tables that are kept, until all are forgotten: some hundred megabytes. */
const MOST_REMEMBERED = 8_000_000;

/** A position on a path down the tree. */
interface Place<C> {
  readonly choices: C;
  /** How many rounds are still to be chosen. */
  readonly left: number;
  /** Which kinds may be next. */
  readonly set: number;
  readonly used: Used;
}

/** The shape of the sequences in a tree. */
export interface SequenceShape {
  readonly transitions: TransitionRelation;
  readonly rounds: number;
  /** Whether a configuration may repeat. */
  readonly repeats: boolean;
}

/**
 * Sequences in the order of their configurations' numbers, the first compared first, where what may
 * come next depends on what came before. A number is found round by round, from how many sequences
 * lie behind each choice. With repetition that takes the logarithm of the number of choices, from
 * tables that are kept; without, a look at each of them.
 */
export class SequenceTree<C extends Choices<C>> implements RankedSet<Sequence> {
  readonly size: bigint;
  readonly #shape: SequenceShape;
  readonly #start: Place<C>;
  #tables = new Map<C, Weights[]>();
  #remembered = 0;

  constructor(choices: C, shape: SequenceShape) {
    const { transitions, rounds } = shape;
    this.#shape = shape;
    this.#start = { choices, left: rounds, set: FIRST, used: noneUsed(transitions) };
    this.size = choices.ways(rounds, FIRST, this.#start.used);
  }

  unrank(index: bigint): Sequence {
    return this.walk(index)[0];
  }

  /** The sequence with a number, and the choices at the end of the walk to it. */
  walk(index: bigint): readonly [Sequence, C] {
    const sequence: bigint[] = [];
    let place = this.#start;
    let rest = index;
    while (place.left > 0) {
      const [item, offset] = this.#weights(place).locate(rest);
      const interval = intervalAt(place.choices.items, Number(item));
      const isAlone = interval.size === 1n;
      const ways = isAlone ? 0n : this.#waysAfter(place, Number(item), interval);
      const number = nthUnused(interval, isAlone ? 0n : offset / ways, place.used);
      rest = isAlone ? offset : offset % ways;
      sequence.push(number);
      place = this.#next(place, Number(item), number);
    }
    return [sequence, place.choices];
  }

  rank(sequence: Sequence): bigint | undefined {
    let place = this.#start;
    let index = 0n;
    for (const number of sequence) {
      const item = intervalContaining(place.choices.items, number);
      if (item === undefined) return undefined;
      const interval = intervalAt(place.choices.items, item);
      if (!this.#mayFollow(place, interval) || place.used.numbers.includes(number)) {
        return undefined;
      }
      const nth = number - interval.from - usedIn(interval, place.used, number);
      const ways = nth === 0n ? 0n : nth * this.#waysAfter(place, item, interval);
      index += this.#weights(place).before(BigInt(item)) + ways;
      place = this.#next(place, item, number);
    }
    return place.left === 0 ? index : undefined;
  }

  #mayFollow({ left, set }: Place<C>, { kind }: Interval): boolean {
    return left > 0 && this.#shape.transitions.sets[set]?.[kind] === true;
  }

  #next(place: Place<C>, item: number, number: bigint): Place<C> {
    const { kind } = intervalAt(place.choices.items, item);
    const { transitions, repeats } = this.#shape;
    return {
      choices: place.choices.after(item),
      left: place.left - 1,
      set: transitions.after[kind] ?? FIRST,
      used: repeats ? place.used : markUsed(place.used, number, kind),
    };
  }

  /** In how many ways the rounds after this one can go, when it is one of an interval. */
  #waysAfter(place: Place<C>, item: number, interval: Interval): bigint {
    const { choices, left, set, used } = this.#next(place, item, interval.from);
    return choices.ways(left, set, used);
  }

  /** Behind each choice of a round, how many sequences there are. */
  #weights(place: Place<C>): Weights {
    if (!this.#shape.repeats) return this.#weigh(place);
    const key = place.left * this.#shape.transitions.sets.length + place.set;
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
      const interval = intervalAt(place.choices.items, item);
      if (!this.#mayFollow(place, interval)) return 0n;
      const free = interval.size - usedIn(interval, place.used);
      if (free === 0n) return 0n;
      const after = place.choices.after(item);
      let byKind = known.get(after);
      if (byKind === undefined) known.set(after, (byKind = []));
      return free * (byKind[interval.kind] ??= this.#waysAfter(place, item, interval));
    });
  }
}

const HEX_DIGITS_A_WORD = 16;

/** How many words of memory a number takes, about. */
const wordsOf = (number: bigint): number =>
  2 + Math.ceil(number.toString(16).length / HEX_DIGITS_A_WORD);
