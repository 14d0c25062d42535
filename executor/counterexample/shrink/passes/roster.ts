/** Passes that leave out a twin, or replicas. */
import type { NodeId, ReplicaId } from "../../../../lib/protocol/ids.js";
import type { Roster } from "../../../../lib/scenario/model.js";
import { originalOf, rosterOf, twinOf } from "../../../../lib/scenario/roster.js";
import { renamedRound } from "../parts.js";
import { nodesOf, simplestLeader } from "../subject.js";
import type { Subject } from "../subject.js";
import type { Pass } from "./pass.js";

/**
 * One identity runs once only: in the place of its original, or in that of its twin. It can
 * equivocate no more, so it is no longer among the guilty.
 */
export const removeTwin: Pass = {
  name: "remove a twin",
  candidates: (subject) =>
    subject.roster.twins.flatMap((twin) => {
      const { replicas, twins, faulty } = subject.roster;
      const roster = rosterOf(
        replicas,
        twins.filter((each) => each !== twin),
        faulty,
      );
      const guilty = subject.guilty.filter((each) => each !== twin);
      const [first, second] = [originalOf(twin), twinOf(twin)];
      return [
        without({ ...subject, guilty }, roster, [second]),
        without({ ...subject, guilty }, roster, [first], (node) =>
          node === second ? first : node,
        ),
      ];
    }),
};

/**
 * Fewer replicas with the same f, as long as there are more than 3f; or f-1 of them with the fewest
 * that it needs. f stays above 0, and above the number of twins where it was.
 */
export const removeReplicas: Pass = {
  name: "remove replicas",
  candidates(subject) {
    const { replicas, twins, faulty } = subject.roster;
    const fewer = faulty - 1;
    const least = LEAST_PER_FAULT * fewer + 1;
    const isBounded = twins.length <= faulty;
    return [
      ...(replicas.length > LEAST_PER_FAULT * faulty + 1 ? withoutAny(subject, 1, faulty) : []),
      ...(fewer > 0 && (!isBounded || twins.length <= fewer)
        ? withoutAny(subject, replicas.length - least, fewer)
        : []),
    ];
  },
};

/** n > 3f. */
const LEAST_PER_FAULT = 3;

/** The subjects without this many of the replicas that nothing speaks against. */
function withoutAny(subject: Subject, count: number, faulty: number): readonly Subject[] {
  const { replicas, twins } = subject.roster;
  const kept = [...twins, ...subject.guilty, ...subject.pinned];
  const removable = replicas.filter((replica) => !kept.includes(replica)).reverse();
  return subsets(removable, count).map((gone) => {
    const left = replicas.filter((replica) => !gone.includes(replica));
    return without(subject, rosterOf(left, twins, faulty), gone.map(originalOf));
  });
}

/** All subsets of this size, in order. */
function subsets<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  );
}

/** The subject with another roster, without some nodes; others may take another's place. */
function without(
  subject: Subject,
  roster: Roster,
  gone: readonly NodeId[],
  renamed: (node: NodeId) => NodeId = (node) => node,
): Subject {
  const renaming = {
    nodes: nodesOf({ roster }),
    leader: (leader: ReplicaId) => leaderIn(roster, leader),
    node: (node: NodeId) => (gone.includes(node) ? undefined : renamed(node)),
  };
  return { ...subject, roster, rounds: subject.rounds.map((each) => renamedRound(each, renaming)) };
}

const leaderIn = (roster: Roster, leader: ReplicaId): ReplicaId =>
  roster.replicas.includes(leader) ? leader : (simplestLeader(roster) ?? leader);
