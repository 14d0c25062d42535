/** Counts the sequences of rounds that are possible. */
import { FIRST } from "./transition-relation.js";
import type { TransitionRelation } from "./transition-relation.js";
import { oneMore } from "./used.js";
import type { Used } from "./used.js";

/** How many configurations of each kind there are, and in how many ways rounds are made of them. */
export class SequenceCounts {
  readonly #counts: readonly bigint[];
  readonly #transitions: TransitionRelation;
  readonly #repeats: boolean;
  /** With repetition: by number of rounds and by allowed first set. */
  readonly #byRounds: bigint[][];
  readonly #byUsed = new Map<string, bigint>();

  constructor(counts: readonly bigint[], transitions: TransitionRelation, repeats: boolean) {
    this.#counts = counts;
    this.#transitions = transitions;
    this.#repeats = repeats;
    this.#byRounds = [transitions.sets.map(() => 1n)];
  }

  /** The number of sequences of n rounds whose first is of a kind in a set. */
  ways(rounds: number, set: number, used: Used): bigint {
    if (this.#transitions.kinds === 1) return this.#ofOneKind(rounds, used);
    return this.#repeats ? this.#repeating(rounds, set) : this.#once(rounds, set, used.ofKind);
  }

  #ofOneKind(rounds: number, { numbers }: Used): bigint {
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
        (count, kind) => count * (fewer[this.#transitions.after[kind] ?? FIRST] ?? 0n),
      );
      this.#byRounds.push(
        this.#transitions.sets.map((kinds) =>
          beginning.reduce((sum, ways, kind) => (kinds[kind] === true ? sum + ways : sum), 0n),
        ),
      );
    }
    return this.#byRounds[rounds]?.[set] ?? 0n;
  }

  #once(rounds: number, set: number, used: readonly number[]): bigint {
    if (rounds === 0) return 1n;
    const key = `${rounds} ${set} ${used.join()}`;
    const known = this.#byUsed.get(key);
    if (known !== undefined) return known;
    let ways = 0n;
    this.#counts.forEach((count, kind) => {
      const free = count - BigInt(used[kind] ?? 0);
      if (free <= 0n || this.#transitions.sets[set]?.[kind] !== true) return;
      const next = this.#transitions.after[kind] ?? FIRST;
      ways += free * this.#once(rounds - 1, next, oneMore(used, kind));
    });
    this.#byUsed.set(key, ways);
    return ways;
  }
}
