/** Renamings of nodes that keep twins with their replicas. */
import type { ReplicaId } from "../../protocol/ids.js";
import type { Roster } from "../../scenario/model.js";
import { honestReplicas } from "../../scenario/roster.js";

/**
 * Other names for the nodes of a roster, by their positions: a permutation that keeps twins with
 * their replicas.
 */
export type Renaming = readonly number[];

/**
 * Renamings from which all others are made, one after another: neighbours among the honest replicas
 * exchanged, neighbours among the twinned ones exchanged, and a replica exchanged with its twin.
 */
export function renamingGenerators(roster: Roster): readonly Renaming[] {
  const { replicas, twins } = roster;
  const original = (replica: ReplicaId): number => replicas.indexOf(replica);
  const twin = (replica: ReplicaId): number => replicas.length + twins.indexOf(replica);
  return [
    ...neighbours(honestReplicas(roster)).map(([a, b]) =>
      exchange(roster, [[original(a), original(b)]]),
    ),
    ...neighbours(twins).map(([a, b]) =>
      exchange(roster, [
        [original(a), original(b)],
        [twin(a), twin(b)],
      ]),
    ),
    ...twins.slice(0, 1).map((first) => exchange(roster, [[original(first), twin(first)]])),
  ];
}

/** How many renamings there are: h! honest, t! twinned, and 2^t ways to exchange twins. */
export function countRenamings({ replicas, twins }: Roster): bigint {
  const { length } = twins;
  return factorial(replicas.length - length) * factorial(length) * 2n ** BigInt(length);
}

/** Nothing renamed. */
export const identityRenaming = ({ replicas, twins }: Roster): Renaming => [
  ...Array(replicas.length + twins.length).keys(),
];

const neighbours = <T>(items: readonly T[]): readonly (readonly [T, T])[] =>
  items.slice(1).flatMap((item, index) => {
    const before = items[index];
    return before === undefined ? [] : [[before, item] as const];
  });

function exchange(roster: Roster, pairs: readonly (readonly [number, number])[]): Renaming {
  const renaming = [...identityRenaming(roster)];
  for (const [a, b] of pairs) [renaming[a], renaming[b]] = [b, a];
  return renaming;
}

const factorial = (n: number): bigint => (n < 2 ? 1n : BigInt(n) * factorial(n - 1));
