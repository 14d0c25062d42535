/** The state of a simulated node. */
import { GENESIS_ROUND } from "../protocol/ids.js";
import type { ReplicaId, Round } from "../protocol/ids.js";
import type { Protocol } from "../protocol/protocol.js";
import { initialState } from "./disk.js";
import type { NodeSpec } from "./world.js";

/** The state of a node during a run. */
export interface Node<S> {
  readonly spec: NodeSpec;
  state: S;
  /** Whether the state is shared, and must be copied before it changes. */
  isShared: boolean;
  round: Round;
  /** Whether the replica has halted. */
  halted: boolean;
  /** The number of crashes. Messages and timers of an earlier incarnation have no effect. */
  incarnation: number;
  up: boolean;
}

/** A node before its first event. Throws {@link StorageError} when its disk is damaged. */
export const newNode = <S extends object, M extends object>(
  protocol: Protocol<S, M>,
  spec: NodeSpec,
): Node<S> => ({
  spec,
  state: initialState(protocol, spec),
  isShared: false,
  round: GENESIS_ROUND,
  halted: false,
  incarnation: 0,
  up: true,
});

/** The nodes of each identity: one, or twins. */
export function byReplica<S>(nodes: readonly Node<S>[]): ReadonlyMap<ReplicaId, Node<S>[]> {
  const siblings = new Map<ReplicaId, Node<S>[]>();
  for (const node of nodes) {
    const { replica } = node.spec.info;
    const others = siblings.get(replica);
    if (others === undefined) siblings.set(replica, [node]);
    else others.push(node);
  }
  return siblings;
}
