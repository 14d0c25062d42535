/** What a replica's state looks like to people: a tree, as the list of its leaves. */
import type { BlockId } from "../../lib/protocol/ids.js";

/** A value without parts. */
export type StateValue = string | number | boolean | null;

/** A leaf of the tree: the names on the way to it, and its value. */
export interface StateLeaf {
  readonly path: readonly string[];
  readonly value: StateValue;
}

/** The leaves of a tree, by their paths. */
export type StateLeaves = ReadonlyMap<string, StateLeaf>;

/** A state shows as many leaves. */
const MOST_LEAVES = 300;
/** A tree is as deep. */
const MOST_LEVELS = 8;
/** A text or a list of values has as many characters. */
const MOST_CHARACTERS = 80;
const BETWEEN = "\u0000";

/** As many parts are looked at, which bounds the time for a state of any size. */
const MOST_PARTS = 10_000;

/**
 * The leaves of a state: fields of objects, entries of maps, items of lists and sets. Lists of
 * plain values are one leaf. Where there are too many, those nearest to the root are taken.
 * `nameOf` gives the names of blocks, and undefined for other texts. Functions and private fields
 * do not show. O(leaves).
 */
export function leavesOf(state: unknown, nameOf: (id: BlockId) => string | undefined): StateLeaves {
  const walk = new Walk(nameOf);
  walk.visitAll({ value: state, path: [], within: [] });
  return walk.leaves;
}

/** A part of a state. */
interface Part {
  readonly value: unknown;
  readonly path: readonly string[];
  /** What it is a part of, so that a state which contains itself has an end. */
  readonly within: readonly object[];
}

/** Visits the parts of a state, level by level. */
class Walk {
  readonly leaves = new Map<string, StateLeaf>();
  readonly #nameOf: (id: BlockId) => string | undefined;
  readonly #parts: Part[] = [];

  constructor(nameOf: (id: BlockId) => string | undefined) {
    this.#nameOf = nameOf;
  }

  visitAll(root: Part): void {
    this.#parts.push(root);
    for (const part of this.#parts) {
      if (this.leaves.size >= MOST_LEAVES) return;
      this.#visit(part);
    }
  }

  #visit({ value, path, within }: Part): void {
    if (value === undefined || typeof value === "function" || typeof value === "symbol") return;
    if (typeof value !== "object" || value === null) this.#add(path, this.#plain(value));
    else if (within.includes(value) || path.length >= MOST_LEVELS) this.#add(path, "…");
    else this.#open(value, path, [...within, value]);
  }

  #open(value: object, path: readonly string[], within: readonly object[]): void {
    const items = itemsOf(value);
    if (items?.every(isPlain) === true) {
      this.#add(path, cut(items.map((item) => String(this.#plain(item))).join(", ")));
      return;
    }
    const parts = items?.entries() ?? (value instanceof Map ? value : Object.entries(value));
    const most = Math.min(this.#parts.length + MOST_LEAVES, MOST_PARTS);
    for (const [name, part] of parts) {
      if (this.#parts.length >= most) return;
      this.#parts.push({ value: part, path: [...path, cut(String(this.#plain(name)))], within });
    }
  }

  #plain(value: unknown): StateValue {
    if (typeof value === "string") return this.#nameOf(value as BlockId) ?? cut(value);
    if (typeof value === "number" || typeof value === "boolean" || value === null) return value;
    return typeof value === "bigint" ? String(value) : cut(JSON.stringify(value));
  }

  #add(path: readonly string[], value: StateValue): void {
    this.leaves.set(path.join(BETWEEN), { path, value });
  }
}

/** The items of a list, a set or bytes. */
function itemsOf(value: object): readonly unknown[] | undefined {
  const isList = Array.isArray(value) || value instanceof Set || value instanceof Uint8Array;
  return isList ? [...(value as Iterable<unknown>)] : undefined;
}

const isPlain = (value: unknown): boolean => typeof value !== "object" || value === null;

const cut = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;

/** A leaf that is another one than before; without a value if it is gone. */
export type StateChange = Pick<StateLeaf, "path"> & Partial<StateLeaf>;

/** What differs between two states of a node. O(leaves). */
export function changesBetween(before: StateLeaves, after: StateLeaves): readonly StateChange[] {
  const changes: StateChange[] = [];
  for (const [key, leaf] of after) if (before.get(key)?.value !== leaf.value) changes.push(leaf);
  for (const [key, { path }] of before) if (!after.has(key)) changes.push({ path });
  return changes;
}
