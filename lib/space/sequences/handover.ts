/** Computes which round configurations allow progress to which next leaders. */
import type { ReplicaId } from "../../protocol/ids.js";
import type { Roster, RoundConfiguration } from "../../scenario/model.js";
import { InputError } from "../../scenario/input/problem.js";
import { quorumTest } from "../../scenario/quorum.js";
import { rosterNodes } from "../../scenario/roster.js";
import type { DropChoices } from "../drops/drops.js";
import type { RankedSet } from "../ranked-set.js";
import type { Interval } from "./interval.js";
import { transitionRelationOf } from "./transition-relation.js";
import type { TransitionRelation } from "./transition-relation.js";

/*
 * A round allows progress to a next leader if some group of it has a quorum of distinct identities,
 * a node of its own leader and a node of the next leader: a block can be certified there, and the
 * certificate reaches the next leader. The last round must allow progress to its own leader. Drops
 * are ignored, as in every test for quorums of groups.
 *
 * The kind of a configuration is its leader and the next leaders to which it allows progress. Only
 * the kind matters. A configuration without any such next leader is in no scenario.
 */

/** The configurations that allow progress to some leader, and which may follow which. */
export interface Handover {
  readonly intervals: readonly Interval[];
  readonly transitions: TransitionRelation;
}

const MOST_PARTITIONS = 262_144;

/** Throws {@link InputError} if there are too many partitions to look at each. */
export function handoverOf(
  configurations: RankedSet<RoundConfiguration>,
  roster: Roster,
  drops: DropChoices,
): Handover {
  const segments = segmentsOf(configurations, roster, drops);
  const leaders = [...new Set(segments.map(({ leader }) => leader))];
  const kinds: Kind[] = [];
  const numbers = new Map<string, number>();
  const kindOf = ({ leader, successors }: Segment): number => {
    const kind = { leader, successors: leaders.filter((successor) => successors.has(successor)) };
    const key = JSON.stringify([kind.leader, ...kind.successors]);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, kinds.length);
    return kinds.push(kind) - 1;
  };
  const intervals: Interval[] = [];
  for (const segment of segments) {
    if (!segment.successors.has(segment.leader)) continue;
    const { from, size } = segment;
    const kind = kindOf(segment);
    const before = intervals.at(-1);
    const isMore = before?.kind === kind && before.from + before.size === from;
    if (isMore) intervals[intervals.length - 1] = { ...before, size: before.size + size };
    else intervals.push({ from, size, kind });
  }
  return { intervals, transitions: transitionRelationOf(kinds.length, mayFollow(kinds)) };
}

interface Kind {
  readonly leader: ReplicaId;
  /** To whom its rounds can hand over. */
  readonly successors: readonly ReplicaId[];
}

const mayFollow =
  (kinds: readonly Kind[]) =>
  (next: number, kind: number): boolean => {
    const leader = kinds[next]?.leader;
    return leader !== undefined && kinds[kind]?.successors.includes(leader) === true;
  };

/** Consecutive configurations with the same leader and partition. */
interface Segment {
  readonly from: bigint;
  readonly size: bigint;
  readonly leader: ReplicaId;
  readonly successors: ReadonlySet<ReplicaId>;
}

/** Drops vary fastest, so that the configurations of a partition are consecutive. */
function segmentsOf(
  configurations: RankedSet<RoundConfiguration>,
  roster: Roster,
  drops: DropChoices,
): readonly Segment[] {
  const successorsOf = successorFinder(roster);
  const segments: Segment[] = [];
  const { size: all } = configurations;
  if (drops.perGroup === 1n && all > MOST_PARTITIONS) throw tooManyPartitions();
  for (let from = 0n; from < all;) {
    if (segments.length === MOST_PARTITIONS) throw tooManyPartitions();
    const round = configurations.unrank(from);
    const choices = drops.count(round.partition);
    const size = choices < all - from ? choices : all - from;
    segments.push({ from, size, leader: round.leader, successors: successorsOf(round) });
    from += size;
  }
  return segments;
}

/** Finds everybody who is in a group with a quorum and the leader. */
function successorFinder(roster: Roster): (round: RoundConfiguration) => ReadonlySet<ReplicaId> {
  const holdsQuorum = quorumTest(roster);
  const identity = new Map(rosterNodes(roster).map(({ id, replica }) => [id, replica]));
  return ({ leader, partition }) =>
    new Set(
      partition.filter(holdsQuorum).flatMap((group) => {
        const members = group.flatMap((node) => identity.get(node) ?? []);
        return members.includes(leader) ? members : [];
      }),
    );
}

const tooManyPartitions = (): InputError =>
  new InputError([
    {
      path: "requireProgress",
      wrong: "cannot be had for so many partitions",
      allowed: `at most ${MOST_PARTITIONS}, counted for each leader: fewer replicas or groups`,
    },
  ]);
