/** A bounded memo. */

/** Remembers at most `capacity` answers (at least 2); when full, drops the older half. */
export class BoundedMemo<Answer> {
  readonly #capacity: number;
  #young = new Map<string, Answer>();
  #old = new Map<string, Answer>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The remembered answer, or `compute()`, remembered from now on. O(1) besides `compute`. */
  getOrCompute(key: string, compute: () => Answer): Answer {
    const known = this.#young.get(key) ?? this.#old.get(key);
    if (known !== undefined) return known;
    const answer = compute();
    if ((this.#young.size + 1) * 2 > this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, answer);
    return answer;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }
}
