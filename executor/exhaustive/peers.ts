import type { NodeInfo } from "../../lib/protocol/occurrence.js";
import type { SavedNode } from "../../lib/simulation/saved.js";
import type { Cast } from "../world.js";

/** The states of all nodes of a node's identity, its own among them. */
export const peersOf = (
  { replica }: NodeInfo,
  nodes: readonly SavedNode<object>[],
  cast: Cast,
): readonly object[] =>
  cast.nodes.flatMap((node) => (node.replica === replica ? (nodes[node.index]?.state ?? []) : []));
