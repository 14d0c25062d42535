/** Rosters: the replicas, their twins, and the names of nodes. */
import { nodeId, replicaId } from "../protocol/ids.js";
import type { NodeId, ReplicaId } from "../protocol/ids.js";
import { maxFaulty, quorumSize } from "../protocol/validators.js";
import type { Roster } from "./model.js";

/** A running instance of a replica: itself, or its twin. */
export interface RosterNode {
  readonly id: NodeId;
  readonly replica: ReplicaId;
}

const LETTERS = 26;
const CODE_OF_A = 97;

/** The conventional name of the replica at a position: a, b, ..., z, aa, ab, ... */
export function replicaName(position: number): ReplicaId {
  const letter = String.fromCharCode(CODE_OF_A + (position % LETTERS));
  const before = Math.floor(position / LETTERS) - 1;
  return replicaId(before < 0 ? letter : replicaName(before) + letter);
}

/** The first `count` conventional names. */
export const replicaNames = (count: number): readonly ReplicaId[] =>
  Array.from({ length: count }, (_, position) => replicaName(position));

/** The node that is the replica itself. */
export const originalOf = (replica: ReplicaId): NodeId => nodeId(replica);

/** The second node of a twinned replica: `a'` for `a`. */
export const twinOf = (replica: ReplicaId): NodeId => nodeId(`${replica}'`);

/** Everyone, in the order that holds everywhere: the replicas, then their twins. */
export const rosterNodes = ({ replicas, twins }: Roster): readonly RosterNode[] => [
  ...replicas.map((replica) => ({ id: originalOf(replica), replica })),
  ...twins.map((replica) => ({ id: twinOf(replica), replica })),
];

/** The replicas that have no twin. */
export const honestReplicas = ({ replicas, twins }: Roster): readonly ReplicaId[] =>
  replicas.filter((replica) => !twins.includes(replica));

/** How many distinct identities make a quorum. */
export const rosterQuorum = ({ replicas, faulty }: Roster): number =>
  quorumSize(replicas.length, faulty);

/** A roster with the twins in the replicas' order and, unless given, the largest f. */
export const rosterOf = (
  replicas: readonly ReplicaId[],
  twins: readonly ReplicaId[],
  faulty: number = maxFaulty(replicas.length),
): Roster => ({
  replicas,
  twins: replicas.filter((replica) => twins.includes(replica)),
  faulty,
});
