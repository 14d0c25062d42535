/** The state of a simulated node. */
import { GENESIS_ROUND } from "../protocol/ids.js";
import type { ReplicaId, Round } from "../protocol/ids.js";
import { ProtocolFailure } from "./checks/checked-protocol.js";
import type { CheckedProtocol } from "./checks/checked-protocol.js";
import type { NodeInfo } from "../protocol/judging/observed-event.js";
import type { NodeSpec } from "./world.js";

/** The state of a node during a run. */
export interface Node<S> {
  spec: NodeSpec;
  /** The node as a list of receivers. */
  alone: readonly NodeInfo[];
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

/**
 * The nodes before their first events, up to the first whose state cannot be made: `fail` is told
 * of that one. Throws {@link StorageError} when a disk is damaged.
 */
export function newNodes<S extends object, M extends object>(
  protocol: CheckedProtocol<S, M>,
  specs: readonly NodeSpec[],
  fail: (failure: ProtocolFailure) => void,
): readonly Node<S>[] {
  const nodes: Node<S>[] = [];
  try {
    for (const spec of specs) nodes.push(newNode(protocol.init(spec), spec));
  } catch (error) {
    if (!(error instanceof ProtocolFailure)) throw error;
    fail(error);
  }
  return nodes;
}

/** The same nodes before their first events in another world, up to the first that fails. */
export function renewNodes<S extends object, M extends object>(
  protocol: CheckedProtocol<S, M>,
  nodes: readonly Node<S>[],
  specs: readonly NodeSpec[],
  fail: (failure: ProtocolFailure) => void,
): void {
  try {
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index];
      const spec = specs[index];
      if (node === undefined || spec === undefined) return;
      if (node.spec.info !== spec.info) node.alone = [spec.info];
      node.spec = spec;
      node.state = protocol.init(spec);
      node.isShared = false;
      node.round = GENESIS_ROUND;
      node.halted = false;
      node.incarnation = 0;
      node.up = true;
    }
  } catch (error) {
    if (!(error instanceof ProtocolFailure)) throw error;
    fail(error);
  }
}

const newNode = <S>(state: S, spec: NodeSpec): Node<S> => ({
  spec,
  alone: [spec.info],
  state,
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
