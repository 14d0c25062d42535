import type { ReplicaId } from "../protocol/ids.js";
import type { Roster, RoundConfiguration } from "../scenario/model.js";
import { InputError } from "../scenario/problem.js";
import { quorumTest } from "../scenario/quorum.js";
import { rosterNodes } from "../scenario/roster.js";
import type { DropChoices } from "./drops.js";
import type { Numbered } from "./numbered.js";
import type { Run } from "./runs.js";
import { successionOf } from "./succession.js";
import type { Succession } from "./succession.js";

/*
 * A round can hand over to the next if some group of it holds a quorum of distinct identities, a
 * node of its own leader and a node of the next: there a block can be certified, and its
 * certificate reach whoever builds on it. The last round has to be able to hand over to its own
 * leader. Drops are not looked at, as nowhere where quorums of groups are counted.
 *
 * So all that matters of a configuration is its leader and to which leaders it can hand over: its
 * kind. One that can hand over to nobody, not even to its own leader, is in no scenario.
 */

/** The configurations that can hand over to somebody, and which may follow which. */
export interface Progress {
  readonly runs: readonly Run[];
  readonly succession: Succession;
}

const MOST_PARTITIONS = 262_144;

/** Throws {@link InputError} if there are too many partitions to look at each. */
export function progressOf(
  configurations: Numbered<RoundConfiguration>,
  roster: Roster,
  drops: DropChoices,
): Progress {
  const stretches = stretchesOf(configurations, roster, drops);
  const leaders = [...new Set(stretches.map(({ leader }) => leader))];
  const kinds: Kind[] = [];
  const numbers = new Map<string, number>();
  const kindOf = ({ leader, heirs }: Stretch): number => {
    const kind = { leader, heirs: leaders.filter((heir) => heirs.has(heir)) };
    const key = JSON.stringify([kind.leader, ...kind.heirs]);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, kinds.length);
    return kinds.push(kind) - 1;
  };
  const runs: Run[] = [];
  for (const stretch of stretches) {
    if (!stretch.heirs.has(stretch.leader)) continue;
    const { from, size } = stretch;
    const kind = kindOf(stretch);
    const before = runs.at(-1);
    const isMore = before?.kind === kind && before.from + before.size === from;
    if (isMore) runs[runs.length - 1] = { ...before, size: before.size + size };
    else runs.push({ from, size, kind });
  }
  return { runs, succession: successionOf(kinds.length, mayFollow(kinds)) };
}

interface Kind {
  readonly leader: ReplicaId;
  /** To whom its rounds can hand over. */
  readonly heirs: readonly ReplicaId[];
}

const mayFollow =
  (kinds: readonly Kind[]) =>
  (next: number, kind: number): boolean => {
    const leader = kinds[next]?.leader;
    return leader !== undefined && kinds[kind]?.heirs.includes(leader) === true;
  };

/** Consecutive configurations with the same leader and partition. */
interface Stretch {
  readonly from: bigint;
  readonly size: bigint;
  readonly leader: ReplicaId;
  readonly heirs: ReadonlySet<ReplicaId>;
}

/** Drops vary fastest, so that the configurations of a partition are consecutive. */
function stretchesOf(
  configurations: Numbered<RoundConfiguration>,
  roster: Roster,
  drops: DropChoices,
): readonly Stretch[] {
  const heirsOf = heirFinder(roster);
  const stretches: Stretch[] = [];
  const { size: all } = configurations;
  if (drops.perGroup === 1n && all > MOST_PARTITIONS) throw tooManyPartitions();
  for (let from = 0n; from < all;) {
    if (stretches.length === MOST_PARTITIONS) throw tooManyPartitions();
    const round = configurations.at(from);
    const choices = drops.count(round.partition);
    const size = choices < all - from ? choices : all - from;
    stretches.push({ from, size, leader: round.leader, heirs: heirsOf(round) });
    from += size;
  }
  return stretches;
}

/** Finds everybody who is in a group with a quorum and the leader. */
function heirFinder(roster: Roster): (round: RoundConfiguration) => ReadonlySet<ReplicaId> {
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
