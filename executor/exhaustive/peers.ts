import type { SavedNode } from "../../lib/simulation/saved.js";
import type { Cast } from "../world.js";

/** By node: the states of all nodes of its identity, its own among them. */
export function peersOf(
  nodes: readonly SavedNode<object>[],
  cast: Cast,
): readonly (readonly object[])[] {
  return cast.nodes.map(({ replica }) =>
    cast.nodes.flatMap((node) =>
      node.replica === replica ? (nodes[node.index]?.state ?? []) : [],
    ),
  );
}
