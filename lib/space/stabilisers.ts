import { Census } from "./census.js";
import type { Choices } from "./choices.js";
import type { Run } from "./runs.js";
import type { Growth } from "./sequence-tree.js";
import type { Taken } from "./taken.js";

/*
 * Generating only what is least in its class (orderly generation: R. C. Read, "Every one a winner",
 * 1978). A sequence is least if no renaming makes a smaller one of it. Then so are its beginnings,
 * and what it takes to go on from one is easily said: of the renamings, those that change the
 * beginning make it larger, whatever follows; so the next configuration has to be least under those
 * that do not, the stabiliser of the beginning. How many least sequences begin so is the number of
 * classes of what may follow, under the stabiliser: Burnside's lemma.
 */

/** Where each renaming takes each configuration. */
export type Actions = readonly Int32Array[];

/** Configurations that are in no sequence have this kind. */
export const NO_KIND = -1;

/** The renamings that leave a beginning as it is, and what may follow it in a least sequence. */
export class Stabiliser implements Choices<Stabiliser> {
  readonly items: readonly Run[];
  readonly #renamings: readonly number[];
  readonly #all: Renamings;
  readonly #after: (Stabiliser | undefined)[] = [];
  /** How many of the renamings leave the same configurations as they are, by kind. */
  readonly #alike: ReadonlyMap<Census, bigint>;

  constructor(renamings: readonly number[], all: Renamings) {
    this.#renamings = renamings;
    this.#all = all;
    this.items = all.leastUnder(renamings);
    this.#alike = all.alike(renamings);
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

  ways(rounds: number, set: number, taken: Taken): bigint {
    let unmoved = 0n;
    for (const [census, times] of this.#alike) unmoved += times * census.ways(rounds, set, taken);
    return unmoved / BigInt(this.order);
  }
}

/** All renamings, and those of their groups that have been asked for. */
export class Renamings {
  readonly #actions: Actions;
  readonly #kinds: Int32Array;
  readonly #censuses: readonly Census[];
  readonly #known = new Map<string, Stabiliser>();

  constructor(actions: Actions, kinds: Int32Array, growth: Growth) {
    this.#actions = actions;
    this.#kinds = kinds;
    const known = new Map<string, Census>();
    this.#censuses = actions.map((action) => {
      const counts = unmoved(action, kinds, growth.succession.kinds);
      const census =
        known.get(counts.join()) ?? new Census(counts, growth.succession, growth.repeats);
      known.set(counts.join(), census);
      return census;
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

  /** Those of some renamings that leave a configuration as it is. */
  leaving(renamings: readonly number[], configuration: number): readonly number[] {
    return renamings.filter((one) => this.#actions[one]?.[configuration] === configuration);
  }

  /** The configurations of which some renamings make none that is less. */
  leastUnder(renamings: readonly number[]): readonly Run[] {
    const actions = renamings.flatMap((one) => this.#actions[one] ?? []);
    const least: Run[] = [];
    this.#kinds.forEach((kind, at) => {
      if (kind === NO_KIND || actions.some((action) => (action[at] ?? at) < at)) return;
      least.push({ from: BigInt(at), size: 1n, kind });
    });
    return least;
  }

  alike(renamings: readonly number[]): ReadonlyMap<Census, bigint> {
    const alike = new Map<Census, bigint>();
    for (const one of renamings) {
      const census = this.#censuses[one];
      if (census !== undefined) alike.set(census, (alike.get(census) ?? 0n) + 1n);
    }
    return alike;
  }
}

/** How many configurations of each kind an action leaves as they are. */
function unmoved(action: Int32Array, kindOf: Int32Array, kinds: number): readonly bigint[] {
  const counts = new Array<number>(kinds).fill(0);
  action.forEach((to, from) => {
    const kind = kindOf[from] ?? NO_KIND;
    if (to === from && kind !== NO_KIND) counts[kind] = (counts[kind] ?? 0) + 1;
  });
  return counts.map(BigInt);
}
