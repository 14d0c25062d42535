/** Tests whether a group of nodes holds a quorum. */
import type { NodeId } from "../protocol/ids.js";
import type { Roster, RoundConfiguration } from "./model.js";
import { rosterNodes, rosterQuorum } from "./roster.js";

type Group = readonly NodeId[];

/** Tells whether a group holds a quorum of distinct identities. */
export function quorumTest(roster: Roster): (group: Group) => boolean {
  const quorum = rosterQuorum(roster);
  const identity = new Map(rosterNodes(roster).map(({ id, replica }) => [id, replica]));
  return (group) => new Set(group.map((node) => identity.get(node))).size >= quorum;
}

/**
 * Tests whether some group of a round has a quorum of distinct identities. Without one, no replica
 * can leave the round. Drops are ignored. Answers are memoised by the identity of the round.
 */
export function quorumFinder(roster: Roster): (round: RoundConfiguration) => boolean {
  const holdsQuorum = quorumTest(roster);
  const known = new WeakMap<RoundConfiguration, boolean>();
  return (round) => {
    const answer = known.get(round) ?? round.partition.some(holdsQuorum);
    known.set(round, answer);
    return answer;
  };
}
