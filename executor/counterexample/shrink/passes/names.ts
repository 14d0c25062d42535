/** The pass that gives replicas the names that come first. */
import type { NodeId, ReplicaId } from "../../../../lib/protocol/ids.js";
import { honestReplicas, originalOf, twinOf } from "../../../../lib/scenario/roster.js";
import { renamedRound } from "../parts.js";
import { nodesOf } from "../subject.js";
import type { Subject } from "../subject.js";
import type { Pass } from "./pass.js";

/**
 * Exchanges the names of two honest replicas, of two twinned ones, or of a node and its twin.
 * Simultaneous messages arrive in the order of names, so that the run may become another one.
 */
export const exchangeNames: Pass = {
  name: "exchange two names",
  candidates(subject) {
    const { roster, pinned } = subject;
    const free = (replica: ReplicaId): boolean => !pinned.includes(replica);
    const [honest, twinned] = [honestReplicas(roster).filter(free), roster.twins.filter(free)];
    return [
      ...[...pairs(honest), ...pairs(twinned)].map(([one, other]) =>
        renamed(subject, exchange(one, other), [
          [originalOf(one), originalOf(other)],
          [twinOf(one), twinOf(other)],
        ]),
      ),
      ...roster.twins.map((twin) =>
        renamed(subject, (replica) => replica, [[originalOf(twin), twinOf(twin)]]),
      ),
    ];
  },
};

const pairs = <T>(items: readonly T[]): readonly (readonly [T, T])[] =>
  items.flatMap((item, index) => items.slice(index + 1).map((other) => [item, other] as const));

const exchange =
  <T>(one: T, other: T): ((name: T) => T) =>
  (name) => {
    if (name === one) return other;
    return name === other ? one : name;
  };

function renamed(
  subject: Subject,
  ofReplica: (replica: ReplicaId) => ReplicaId,
  exchanged: readonly (readonly [NodeId, NodeId])[],
): Subject {
  const nodes = nodesOf(subject);
  const ofNode = (node: NodeId): NodeId =>
    exchanged.reduce((name, [one, other]) => exchange(one, other)(name), node);
  const guilty = subject.guilty.map(ofReplica);
  return {
    ...subject,
    rounds: subject.rounds.map((round) =>
      renamedRound(round, { nodes, leader: ofReplica, node: ofNode }),
    ),
    guilty: subject.roster.replicas.filter((replica) => guilty.includes(replica)),
  };
}
