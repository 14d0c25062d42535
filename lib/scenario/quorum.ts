import type { Roster, RoundConfiguration } from "./model.js";
import { rosterNodes, rosterQuorum } from "./roster.js";

/**
 * Tells whether some group of a round holds a quorum of distinct identities; if none does, nobody
 * can pass the round. Drops are not counted. Remembers its answers by the round's identity.
 */
export function quorumFinder(roster: Roster): (round: RoundConfiguration) => boolean {
  const quorum = rosterQuorum(roster);
  const identity = new Map(rosterNodes(roster).map(({ id, replica }) => [id, replica]));
  const known = new WeakMap<RoundConfiguration, boolean>();
  return (round) => {
    const answer =
      known.get(round) ??
      round.partition.some(
        (group) => new Set(group.map((node) => identity.get(node))).size >= quorum,
      );
    known.set(round, answer);
    return answer;
  };
}
