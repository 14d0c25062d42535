/** A ledger in memory. */
import type { BlockId } from "../protocol/ids.js";
import type { LedgerEntry, LedgerPort } from "../protocol/host/ledger.js";

/**
 * A ledger in memory. With a bound it keeps only the last entries, for runs without a last round; a
 * replica that lags further behind cannot get older ones from it.
 */
export class MemoryLedger implements LedgerPort {
  /** Blocks of a chain by id; decisions by slot, too, as two slots may decide the same. */
  readonly #entries = new Map<string, LedgerEntry>();
  readonly #most: number;

  /** `most`: how many entries it keeps; all of them when left out. */
  constructor(most = Infinity) {
    this.#most = most;
  }

  /** Adds an entry; with a bound, the oldest may go for it. */
  append(entry: LedgerEntry): void {
    const { id, slot } = entry;
    this.#entries.set(slot === undefined ? id : `${slot} ${id}`, entry);
    if (this.#entries.size <= this.#most) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  /** Forgets what it held and holds these, oldest first. */
  reset(entries: readonly LedgerEntry[]): void {
    this.#entries.clear();
    for (const entry of entries) this.append(entry);
  }

  committed(id: BlockId): LedgerEntry | undefined {
    return this.#entries.get(id);
  }

  /** How many blocks have been committed. */
  get height(): number {
    return this.#entries.size;
  }

  /** Takes the last blocks back, down to a height that it had. */
  rewind(height: number): void {
    if (this.#entries.size <= height) return;
    for (const id of [...this.#entries.keys()].slice(height)) this.#entries.delete(id);
  }

  /** In the order of commitment. */
  entries(): readonly LedgerEntry[] {
    return [...this.#entries.values()];
  }
}
