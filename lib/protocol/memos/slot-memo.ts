/** A memo that keeps what was established in the values themselves. */
import type { Memo } from "./memo.js";

/**
 * A slot for what one memo has established about a value: the last one that did. A value keeps it
 * in a private field, and the memo is asked about the slot instead of the value. So it shows in no
 * copy, text or comparison of the value, and freezing does not close it. All slots are of one
 * shape, whatever the values are, so that reading one is fast.
 */
export class MemoSlot {
  #by: Memo | undefined = undefined;
  #established: string | undefined = undefined;

  /** Whether a value is a slot. A copy of its fields is none. */
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
 * Writes into slots, and keeps a map for all other values. Reading a slot takes a few nanoseconds.
 * For values that live as long as the memo, as in one run; otherwise the map must be one that
 * forgets.
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
