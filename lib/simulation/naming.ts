/** Short names for long messages. */

/** Number of cached names. */
const MOST_KEPT = 100_000;

/**
 * Names messages, and whatever they consist of, such that equal content has equal names. A message
 * may be as long as the run, and most of it was in messages before: each part is written out once.
 * Messages do not change.
 */
export class Naming {
  readonly #byPart = new Map<unknown, number>();
  readonly #byContent = new Map<string, number>();

  /** The name of a message. O(parts that are new). */
  of(part: unknown): number {
    const known = this.#byPart.get(part);
    if (known !== undefined) return known;
    const content = this.#contentOf(part);
    const name = this.#byContent.get(content) ?? this.#byContent.size;
    this.#byContent.set(content, name);
    this.#byPart.set(part, name);
    return name;
  }

  /** Names given so far may be given anew. */
  release(): void {
    if (this.#byPart.size <= MOST_KEPT) return;
    this.#byPart.clear();
    this.#byContent.clear();
  }

  #contentOf(part: unknown): string {
    if (typeof part !== "object" || part === null) return typeof part + JSON.stringify(part);
    if (Array.isArray(part)) return `[${part.map((item) => this.of(item)).join()}`;
    if (part instanceof Set) return `s[${[...part].map((item) => this.of(item)).join()}`;
    if (part instanceof Map) {
      const pairs = Array.from(part, ([key, value]) => `${this.of(key)}:${this.of(value)}`);
      return `m[${pairs.join()}`;
    }
    const fields = Object.entries(part).map(
      ([key, value]) => `${JSON.stringify(key)}:${this.of(value)}`,
    );
    return `{${fields.join()}`;
  }
}
