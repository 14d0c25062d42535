import type { Memo } from "../../lib/protocol/memo.js";

/** A memo for an endless run: what was asked for least recently is forgotten, by halves. */
export class RecentMemo implements Memo {
  readonly #capacity: number;
  #young = new Map<object, string>();
  #old = new Map<object, string>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(value: object): string | undefined {
    const known = this.#young.get(value);
    if (known !== undefined) return known;
    const old = this.#old.get(value);
    if (old !== undefined) this.set(value, old);
    return old;
  }

  set(value: object, established: string): void {
    if (this.#young.size * 2 >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(value, established);
  }
}
