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
    const known = this.get(key);
    if (known !== undefined) return known;
    const answer = compute();
    this.set(key, answer);
    return answer;
  }

  /** The remembered answer; undefined if there is none. O(1). */
  get(key: string): Answer | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  /** Remembers an answer. O(1). */
  set(key: string, answer: Answer): void {
    if ((this.#young.size + 1) * 2 > this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, answer);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }
}
