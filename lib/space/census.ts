import { FIRST } from "./succession.js";
import type { Succession } from "./succession.js";
import { oneMore } from "./taken.js";
import type { Taken } from "./taken.js";

/** How many configurations of each kind there are, and in how many ways rounds are made of them. */
export class Census {
  readonly #counts: readonly bigint[];
  readonly #succession: Succession;
  readonly #repeats: boolean;
  /** With repetition: for so many rounds, for each set that may begin. */
  readonly #byRounds: bigint[][];
  readonly #byTaken = new Map<string, bigint>();

  constructor(counts: readonly bigint[], succession: Succession, repeats: boolean) {
    this.#counts = counts;
    this.#succession = succession;
    this.#repeats = repeats;
    this.#byRounds = [succession.sets.map(() => 1n)];
  }

  /** In how many ways so many rounds can go, when the first is of a kind in a set. */
  ways(rounds: number, set: number, taken: Taken): bigint {
    if (this.#succession.kinds === 1) return this.#ofOneKind(rounds, taken);
    return this.#repeats ? this.#repeating(rounds, set) : this.#once(rounds, set, taken.ofKind);
  }

  #ofOneKind(rounds: number, { numbers }: Taken): bigint {
    const [count = 0n] = this.#counts;
    if (this.#repeats) return count ** BigInt(rounds);
    let ways = 1n;
    for (let round = 0; round < rounds && ways > 0n; round += 1) {
      const free = count - BigInt(numbers.length + round);
      ways *= free > 0n ? free : 0n;
    }
    return ways;
  }

  #repeating(rounds: number, set: number): bigint {
    for (let known = this.#byRounds.length; known <= rounds; known += 1) {
      const fewer = this.#byRounds[known - 1] ?? [];
      const beginning = this.#counts.map(
        (count, kind) => count * (fewer[this.#succession.after[kind] ?? FIRST] ?? 0n),
      );
      this.#byRounds.push(
        this.#succession.sets.map((kinds) =>
          beginning.reduce((sum, ways, kind) => (kinds[kind] === true ? sum + ways : sum), 0n),
        ),
      );
    }
    return this.#byRounds[rounds]?.[set] ?? 0n;
  }

  #once(rounds: number, set: number, taken: readonly number[]): bigint {
    if (rounds === 0) return 1n;
    const key = `${rounds} ${set} ${taken.join()}`;
    const known = this.#byTaken.get(key);
    if (known !== undefined) return known;
    let ways = 0n;
    this.#counts.forEach((count, kind) => {
      const free = count - BigInt(taken[kind] ?? 0);
      if (free <= 0n || this.#succession.sets[set]?.[kind] !== true) return;
      const next = this.#succession.after[kind] ?? FIRST;
      ways += free * this.#once(rounds - 1, next, oneMore(taken, kind));
    });
    this.#byTaken.set(key, ways);
    return ways;
  }
}
