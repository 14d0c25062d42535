import type { BlockId } from "../protocol/ids.js";
import type { LedgerEntry, LedgerPort } from "../protocol/ledger.js";

/** A ledger in memory. */
export class MemoryLedger implements LedgerPort {
  readonly #entries = new Map<BlockId, LedgerEntry>();

  append(entry: LedgerEntry): void {
    this.#entries.set(entry.id, entry);
  }

  /** Forgets what it held and holds these, oldest first. */
  reset(entries: readonly LedgerEntry[]): void {
    this.#entries.clear();
    for (const entry of entries) this.append(entry);
  }

  committed(id: BlockId): LedgerEntry | undefined {
    return this.#entries.get(id);
  }

  /** In the order of commitment. */
  entries(): readonly LedgerEntry[] {
    return [...this.#entries.values()];
  }
}
