/** Varies each part of a scenario, and runs it again: what may be anything, and what is needed. */
import type { NodeId } from "../../../lib/protocol/ids.js";
import type { RoundConfiguration } from "../../../lib/scenario/model.js";
import { inOrder, nodesOf, withRound } from "../shrink/subject.js";
import type { Subject } from "../shrink/subject.js";
import type { PartFact } from "./document.js";

/** Whether a scenario still fails in the same way. */
export type FailsAlike = (subject: Subject) => boolean;

/** By round: other leaders, and nodes in other groups or alone, with which it still fails. */
export function partsOf(subject: Subject, fails: FailsAlike): readonly PartFact[] {
  const { replicas } = subject.roster;
  return subject.rounds.map((round, index) => {
    const others = replicas.filter((replica) => replica !== round.leader);
    const stillFails = (change: Partial<RoundConfiguration>): boolean =>
      fails(withRound(subject, index, (each) => ({ ...each, ...change })));
    return {
      round: index + 1,
      leaders: others.filter((leader) => stillFails({ leader })),
      otherLeaders: others.length,
      free: nodesOf(subject).filter((node) =>
        movesOf(node, round.partition, nodesOf(subject)).every((partition) =>
          stillFails({ partition }),
        ),
      ),
    };
  });
}

type Partition = RoundConfiguration["partition"];

/** The partitions with a node in each other group, or alone. */
function movesOf(
  node: NodeId,
  partition: Partition,
  nodes: readonly NodeId[],
): readonly Partition[] {
  const rest = partition.map((group) => group.filter((each) => each !== node));
  const places = partition.flatMap((group, index) =>
    group.includes(node) ? [] : [rest.map((each, at) => (at === index ? [...each, node] : each))],
  );
  const isAlone = partition.some((group) => group.length === 1 && group.includes(node));
  const moved = isAlone ? places : [...places, [...rest, [node]]];
  return moved.map((groups) => inOrder(groups, nodes));
}
