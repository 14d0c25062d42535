import type { Space } from "../../lib/space/space.js";
import { scenarioId } from "../../lib/space/identity.js";
import type { Candidates } from "./candidates.js";
import { violatedIn } from "./census.js";
import type { RunOutcome } from "./outcome.js";

/** For each property, the ids of the first scenarios found that violate it; crashes beside them. */
export class Witnesses {
  readonly #space: Space;
  readonly #most: number;
  readonly #ids = new Map<string, string[]>();

  constructor(space: Space, most: number) {
    this.#space = space;
    this.#most = most;
  }

  /** The choices stand for all scenarios made of them; the first of them is a witness. */
  add(outcome: RunOutcome, choices: readonly Candidates[]): void {
    const failures = outcome.ending === "crashed" ? ["crashed"] : violatedIn(outcome);
    let id: string | undefined;
    for (const failure of failures) {
      const ids = this.#ids.get(failure) ?? [];
      this.#ids.set(failure, ids);
      if (ids.length < this.#most) ids.push((id ??= this.#idOf(choices)));
    }
  }

  /** By property, in the order in which they were found. */
  found(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(this.#ids);
  }

  #idOf(choices: readonly Candidates[]): string {
    const { config, hash } = this.#space;
    const rounds = Array.from(
      { length: config.rounds },
      (_, place) => choices[place] ?? choices[0],
    );
    const index = this.#space.indexOf(rounds.flatMap((each) => each?.example ?? []));
    return scenarioId(hash, index ?? 0n);
  }
}
