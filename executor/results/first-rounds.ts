/** Counts the violating scenarios of a sweep by the first round that their witnesses name. */
import type { ScenarioRecord } from "./record.js";

/** Adds scenarios up, in memory for each round that occurs. */
export class FirstRounds {
  readonly #counts = new Map<number, number>();

  /** Adds a scenario. Without a witness that names a round, it counts nowhere. */
  add({ witnesses = [] }: ScenarioRecord): void {
    const rounds = witnesses.flatMap((each) => each.rounds);
    if (rounds.length === 0) return;
    const first = Math.min(...rounds);
    this.#counts.set(first, (this.#counts.get(first) ?? 0) + 1);
  }

  /** The counts, by round. */
  all(): readonly { readonly round: number; readonly scenarios: number }[] {
    return [...this.#counts]
      .map(([round, scenarios]) => ({ round, scenarios }))
      .toSorted((a, b) => a.round - b.round);
  }
}
