import type { NodeSnapshot } from "../../lib/simulation/snapshot.js";
import type { Topology } from "../world.js";

/** By node: the states of all nodes of its identity, its own among them. */
export function peersOf(
  nodes: readonly NodeSnapshot<object>[],
  cast: Topology,
): readonly (readonly object[])[] {
  return cast.nodes.map(({ replica }) =>
    cast.nodes.flatMap((node) =>
      node.replica === replica ? (nodes[node.index]?.state ?? []) : [],
    ),
  );
}
