import type { RunOutcome } from "./outcome.js";

/** Where a run ends to which nothing is left to choose, and how much is still to come. */
export interface Tail {
  readonly outcome: RunOutcome;
  readonly events: number;
  readonly time: number;
}

/** So many tails are remembered. */
const CAPACITY = 1_000_000;

/** What became of runs to which nothing was left to choose. The oldest are forgotten, by halves. */
export class Tails {
  #young = new Map<string, Tail>();
  #old = new Map<string, Tail>();

  get(fingerprint: string): Tail | undefined {
    return this.#young.get(fingerprint) ?? this.#old.get(fingerprint);
  }

  set(fingerprint: string, tail: Tail): void {
    if (this.#young.size * 2 >= CAPACITY) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(fingerprint, tail);
  }
}
