import type { BlockId } from "../protocol/ids.js";
import type { LedgerEntry, LedgerPort } from "../protocol/ledger.js";

/** A ledger in memory. */
export class MemoryLedger implements LedgerPort {
  readonly #entries = new Map<BlockId, LedgerEntry>();

  append(entry: LedgerEntry): void {
    this.#entries.set(entry.id, entry);
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
