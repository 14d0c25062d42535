/** A memo that keeps what was established in the values themselves. */
import type { Memo } from "./memo.js";

/**
 * A value with a slot for what one memo has established about it: the last one that did. The slot
 * is no field: it shows in no copy, text or comparison, and freezing does not close it.
 */
export class MemoSlot {
  #by: Memo | undefined = undefined;
  #established: string | undefined = undefined;

  /** Whether a value has a slot. A copy of its fields has none. */
  static isIn(value: object): value is MemoSlot {
    return #by in value;
  }

  /** What a memo has established; undefined if nothing, or if another memo came after it. */
  read(by: Memo): string | undefined {
    return this.#by === by ? this.#established : undefined;
  }

  /** Keeps what a memo has established, in place of what was there. */
  write(by: Memo, established: string): void {
    this.#by = by;
    this.#established = established;
  }
}

/**
 * Writes into the slots of the values that have one, and keeps a map for all others. Reading takes
 * a few nanoseconds. For values that live as long as the memo, as in one run; otherwise the map
 * must be one that forgets.
 */
export class SlotMemo implements Memo {
  readonly #others: Memo;

  constructor(others: Memo = new Map<object, string>()) {
    this.#others = others;
  }

  get(value: object): string | undefined {
    return MemoSlot.isIn(value) ? value.read(this) : this.#others.get(value);
  }

  set(value: object, established: string): void {
    if (MemoSlot.isIn(value)) value.write(this, established);
    else this.#others.set(value, established);
  }
}
