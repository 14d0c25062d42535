/** Where the blocks of a tree are drawn: parents above, branches side by side. */
import type { BlockTree } from "../model/blocks.js";

/** Size of a block, and the space around it, in pixels. */
export const BLOCK = { width: 132, height: 56, across: 14, down: 20 } as const;

/** Where a block is: its column and its depth, from 0 on. */
export interface BlockPlace {
  readonly name: string;
  readonly column: number;
  readonly depth: number;
}

/** The blocks with their places. */
export interface TreePlaces {
  readonly places: ReadonlyMap<string, BlockPlace>;
  readonly columns: number;
  readonly depth: number;
}

/** Places the first child below its parent, and each further one in a column of its own. O(n). */
export function treePlaces({ roots, children }: BlockTree): TreePlaces {
  const places = new Map<string, BlockPlace>();
  let columns = 0;
  let deepest = 0;
  const open = roots.toReversed().map((name) => ({ name, depth: 0, column: -1 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { name, depth } = next;
    if (places.has(name)) continue;
    const column = next.column < 0 ? columns++ : next.column;
    places.set(name, { name, column, depth });
    deepest = Math.max(deepest, depth);
    const below = (children.get(name) ?? []).map((child, index) => ({
      ...{ name: child, depth: depth + 1 },
      column: index === 0 ? column : -1,
    }));
    open.push(...below.toReversed());
  }
  return { places, columns, depth: deepest + 1 };
}
