import type { Lineage, Naming } from "../../lib/protocol/explorable.js";
import type { BlockId, StateId } from "../../lib/protocol/ids.js";
import type { Interner } from "./interner.js";

/** So many bases are remembered with the names under them. */
const MOST_BASES = 2000;

/** Where all that is mentioned has its root, and the numbers that stand for it. */
export class BaseNaming implements Naming {
  live: ReadonlySet<BlockId> = new Set();
  open: ReadonlySet<BlockId> = new Set();
  readonly base: BlockId;
  /** A state after a block in words, by block and state. */
  readonly #states = new Map<string, string>();
  readonly #blocks = new Map<BlockId, number>();
  readonly #lineage: Lineage;
  readonly #interner: Interner;

  constructor(base: BlockId, lineage: Lineage, interner: Interner) {
    this.base = base;
    this.#lineage = lineage;
    this.#interner = interner;
    this.#blocks.set(lineage.parentOf(base), interner.number("below the base"));
    this.#blocks.set(base, interner.number("base"));
  }

  /** The rounds of the base and of its parent. */
  get place(): string {
    const { base } = this;
    return `${this.#lineage.roundOf(base)} ${this.#lineage.roundOf(this.#lineage.parentOf(base))}`;
  }

  isLive(block: BlockId): boolean {
    return this.live.has(block);
  }

  isOpen(block: BlockId): boolean {
    return this.open.has(block);
  }

  block(id: BlockId): number {
    const known = this.#blocks.get(id);
    if (known !== undefined) return known;
    const number = this.#interner.number(this.#lineage.contentOf(id, this));
    this.#blocks.set(id, number);
    return number;
  }

  state(id: StateId, block: BlockId): string {
    const key = `${id} ${block}`;
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    const words = this.#lineage.stateOf(id, block, this.base);
    this.#states.set(key, words);
    return words;
  }
}

/** Finds the base of what is mentioned, and the naming that goes with it. */
export class Namings {
  readonly #known = new Map<BlockId, BaseNaming>();
  readonly #lineage: Lineage;
  readonly #interner: Interner;

  constructor(lineage: Lineage, interner: Interner) {
    this.#lineage = lineage;
    this.#interner = interner;
  }

  /** The naming relative to the last common ancestor of blocks; some have to be mentioned. */
  relativeTo(mentioned: Iterable<BlockId>, open: ReadonlySet<BlockId>): BaseNaming {
    const live = new Set(mentioned);
    const base = this.#commonAncestor(live);
    let naming = this.#known.get(base);
    if (naming === undefined) {
      if (this.#known.size >= MOST_BASES) this.#known.clear();
      naming = new BaseNaming(base, this.#lineage, this.#interner);
      this.#known.set(base, naming);
    }
    naming.live = live;
    naming.open = open;
    return naming;
  }

  /** Replaces the highest by its parent until one is left; adds all that it meets. */
  #commonAncestor(live: Set<BlockId>): BlockId {
    const tips = [...live];
    for (;;) {
      let highest = 0;
      let round = -1;
      for (const [index, tip] of tips.entries()) {
        const at = this.#lineage.roundOf(tip);
        if (at > round) [highest, round] = [index, at];
      }
      const tip = tips[highest];
      if (tip === undefined) throw new RangeError("no block is mentioned");
      if (tips.length === 1) return tip;
      const parent = this.#lineage.parentOf(tip);
      if (tips.includes(parent)) tips.splice(highest, 1);
      else tips[highest] = parent;
      live.add(parent);
    }
  }
}
