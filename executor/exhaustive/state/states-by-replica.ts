/** The states of all nodes of one identity: a node and its twins. */
import type { NodeSnapshot } from "../../../lib/simulation/snapshot.js";
import type { Topology } from "../../run/world.js";

/** By node index: the states of all nodes of its identity, including its own. */
export function statesByReplica(
  nodes: readonly NodeSnapshot<object>[],
  topology: Topology,
): readonly (readonly object[])[] {
  const states = new Map<string, object[]>();
  for (const { index, replica } of topology.nodes) {
    const state = nodes[index]?.state;
    const known = states.get(replica);
    if (state === undefined) continue;
    if (known === undefined) states.set(replica, [state]);
    else known.push(state);
  }
  return topology.nodes.map(({ replica }) => states.get(replica) ?? []);
}
