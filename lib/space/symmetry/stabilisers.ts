/** Stabilisers of sequence prefixes under renaming, for orderly generation. */
import { SequenceCounts } from "../sequences/sequence-counts.js";
import type { Choices } from "../sequences/choices.js";
import type { Interval } from "../sequences/interval.js";
import type { SequenceShape } from "../sequences/sequence-tree.js";
import type { Used } from "../sequences/used.js";

/*
 * Generates only the least sequence of each class (orderly generation: R. C. Read, "Every one a
 * winner", 1978).
 *
 * - A sequence is least if no renaming gives a smaller one. Then all its prefixes are least.
 * - Renamings that change a least prefix make it larger, whatever follows. So a configuration may
 *   follow a least prefix if it is least under the remaining renamings, the stabiliser of the
 *   prefix.
 * - The number of least sequences with this prefix is the number of classes of continuations under
 *   the stabiliser, by Burnside's lemma.
 */

/** Where each renaming takes each configuration. */
export type Actions = readonly Int32Array[];

/** Configurations that are in no sequence have this kind. */
export const NO_KIND = -1;

/** The stabiliser of a prefix, and the configurations that may follow it in a least sequence. */
export class Stabiliser implements Choices<Stabiliser> {
  readonly items: readonly Interval[];
  readonly #renamings: readonly number[];
  readonly #all: Renamings;
  readonly #after: (Stabiliser | undefined)[] = [];
  /** How many of the renamings have the same counts of fixed configurations. */
  readonly #multiplicities: ReadonlyMap<SequenceCounts, bigint>;

  constructor(renamings: readonly number[], all: Renamings) {
    this.#renamings = renamings;
    this.#all = all;
    this.items = all.representativesUnder(renamings);
    this.#multiplicities = all.multiplicities(renamings);
  }

  /** How many renamings there are. */
  get order(): number {
    return this.#renamings.length;
  }

  after(item: number): Stabiliser {
    return (this.#after[item] ??= this.#all.stabiliser(
      this.#all.leaving(this.#renamings, Number(this.items[item]?.from)),
    ));
  }

  ways(rounds: number, set: number, used: Used): bigint {
    let fixedPoints = 0n;
    for (const [sequenceCounts, times] of this.#multiplicities) {
      fixedPoints += times * sequenceCounts.ways(rounds, set, used);
    }
    return fixedPoints / BigInt(this.order);
  }
}

/** All renamings, and those of their groups that have been asked for. */
export class Renamings {
  readonly #actions: Actions;
  readonly #kinds: Int32Array;
  readonly #countsByRenaming: readonly SequenceCounts[];
  readonly #known = new Map<string, Stabiliser>();

  constructor(actions: Actions, kinds: Int32Array, shape: SequenceShape) {
    this.#actions = actions;
    this.#kinds = kinds;
    const known = new Map<string, SequenceCounts>();
    this.#countsByRenaming = actions.map((action) => {
      const counts = fixedPoints(action, kinds, shape.transitions.kinds);
      const sequenceCounts =
        known.get(counts.join()) ?? new SequenceCounts(counts, shape.transitions, shape.repeats);
      known.set(counts.join(), sequenceCounts);
      return sequenceCounts;
    });
  }

  /** All of them: nothing is chosen. */
  get all(): Stabiliser {
    return this.stabiliser([...this.#actions.keys()]);
  }

  stabiliser(renamings: readonly number[]): Stabiliser {
    const key = renamings.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const stabiliser = new Stabiliser(renamings, this);
    this.#known.set(key, stabiliser);
    return stabiliser;
  }

  /** The renamings among these that fix a configuration. */
  leaving(renamings: readonly number[], configuration: number): readonly number[] {
    return renamings.filter((one) => this.#actions[one]?.[configuration] === configuration);
  }

  /** The configurations that are the least in their orbits under some renamings. */
  representativesUnder(renamings: readonly number[]): readonly Interval[] {
    const actions = renamings.flatMap((one) => this.#actions[one] ?? []);
    const representatives: Interval[] = [];
    this.#kinds.forEach((kind, at) => {
      if (kind === NO_KIND || actions.some((action) => (action[at] ?? at) < at)) return;
      representatives.push({ from: BigInt(at), size: 1n, kind });
    });
    return representatives;
  }

  multiplicities(renamings: readonly number[]): ReadonlyMap<SequenceCounts, bigint> {
    const multiplicities = new Map<SequenceCounts, bigint>();
    for (const one of renamings) {
      const sequenceCounts = this.#countsByRenaming[one];
      if (sequenceCounts !== undefined) {
        multiplicities.set(sequenceCounts, (multiplicities.get(sequenceCounts) ?? 0n) + 1n);
      }
    }
    return multiplicities;
  }
}

/** How many configurations of each kind an action fixes. */
function fixedPoints(action: Int32Array, kindOf: Int32Array, kinds: number): readonly bigint[] {
  const counts = new Array<number>(kinds).fill(0);
  action.forEach((to, from) => {
    const kind = kindOf[from] ?? NO_KIND;
    if (to === from && kind !== NO_KIND) counts[kind] = (counts[kind] ?? 0) + 1;
  });
  return counts.map(BigInt);
}
