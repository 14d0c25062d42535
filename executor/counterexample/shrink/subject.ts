/** What is shrunk: a roster and its rounds, with what must stay as it is. */
import type { NodeId, ReplicaId } from "../../../lib/protocol/ids.js";
import type { Roster, RoundConfiguration } from "../../../lib/scenario/model.js";
import { rosterNodes } from "../../../lib/scenario/roster.js";

/** A scenario on its way to a smaller one. */
export interface Subject {
  readonly roster: Roster;
  readonly rounds: readonly RoundConfiguration[];
  /** The identities that signed messages prove guilty, in the roster's order. */
  readonly guilty: readonly ReplicaId[];
  /** Replicas that the stabilisation names as leaders: they keep their places. */
  readonly pinned: readonly ReplicaId[];
}

/** The nodes of a subject, in the order that holds everywhere. */
export const nodesOf = ({ roster }: Pick<Subject, "roster">): readonly NodeId[] =>
  rosterNodes(roster).map(({ id }) => id);

/** The leader that a person would choose first: a twinned replica, which can equivocate. */
export const simplestLeader = ({ twins, replicas }: Roster): ReplicaId | undefined =>
  twins[0] ?? replicas[0];

/** Nodes in the roster's order, and groups in that of their first nodes. */
export function inOrder(
  groups: readonly (readonly NodeId[])[],
  nodes: readonly NodeId[],
): readonly (readonly NodeId[])[] {
  const place = (node: NodeId | undefined): number => (node ? nodes.indexOf(node) : -1);
  return groups
    .filter((group) => group.length > 0)
    .map((group) => [...group].sort((a, b) => place(a) - place(b)))
    .sort((a, b) => place(a[0]) - place(b[0]));
}

/** The subject with one of its rounds, by index, replaced. */
export const withRound = (
  subject: Subject,
  index: number,
  change: (round: RoundConfiguration) => RoundConfiguration,
): Subject => ({
  ...subject,
  rounds: subject.rounds.map((round, at) => (at === index ? change(round) : round)),
});

/** One subject for each round, with that round changed. */
export const eachRound = (
  subject: Subject,
  changes: (round: RoundConfiguration) => Iterable<RoundConfiguration>,
): readonly Subject[] =>
  subject.rounds.flatMap((round, index) =>
    [...changes(round)].map((changed) => withRound(subject, index, () => changed)),
  );
