/** Collects from a run the values that expectations are compared with. */
import { round } from "../lib/protocol/ids.js";
import type { BlockId, ReplicaId, Round } from "../lib/protocol/ids.js";
import { ascending, distinct } from "../lib/properties/wording.js";
import type { RoundsByReplica } from "./config/expectation.js";
import type { ReplicaRecord } from "./observer.js";
import type { ClusterResult } from "./run.js";

/** The correct replicas that got committed blocks by sync alone, and the rounds of those. */
export const synced = (result: ClusterResult): RoundsByReplica =>
  new Map(
    correct(result)
      .filter(({ fetched }) => fetched.length > 0)
      .map(({ node, fetched }) => [node.replica, ascending(fetched)]),
  );

/** The rounds in which a block was proposed, and which ended by a TC without a QC. */
export function failedRounds({ facts }: ClusterResult): readonly Round[] {
  const { blocks, rounds, nils } = facts.tree;
  const isCertified = (id: BlockId): boolean => (blocks.get(id)?.certificates.length ?? 0) > 0;
  const ended = [...nils.values()].filter(({ certificates }) => certificates.length > 0);
  const failed = distinct(ended.map(({ round: r }) => r)).filter((r) => {
    const proposed = rounds.get(r) ?? [];
    return proposed.length > 0 && !proposed.some(isCertified);
  });
  return ascending(failed);
}

/** Who led each round, as most correct replicas saw it. */
export function leaders({ observer }: ClusterResult): ReadonlyMap<Round, ReplicaId> {
  const agreed = [...observer.leaders].flatMap(([r, known]) => {
    const [most] = [...known].sort(([, a], [, b]) => b - a);
    return most === undefined ? [] : [[r, most[0]] as const];
  });
  return new Map(agreed.sort(([a], [b]) => a - b));
}

/** Who proposed in rounds that, as most correct replicas saw it, another led. */
export function outOfTurn(result: ClusterResult): RoundsByReplica {
  const { tree } = result.facts;
  const led = leaders(result);
  const found = new Map<ReplicaId, Round[]>();
  for (const { node } of result.observer.replicas) {
    const rounds = [...tree.blocks.values()]
      .filter(({ proposer }) => proposer === node.id)
      .map((block) => block.round)
      .filter((r) => (led.get(r) ?? node.replica) !== node.replica);
    if (rounds.length > 0) found.set(node.replica, [...ascending(rounds)]);
  }
  return found;
}

/** The rounds that a replica left behind without entering them. */
export const skippedRounds = (record: ReplicaRecord): readonly Round[] =>
  ascending(record.skipped.map(round));

/** How often each replica restarted, of those that did. */
export const restarts = ({ observer }: ClusterResult): ReadonlyMap<ReplicaId, number> =>
  new Map(
    observer.replicas.flatMap(({ node, incidents }) => {
      const times = incidents.get("restarted") ?? 0;
      return times === 0 ? [] : [[node.replica, times] as const];
    }),
  );

export const retransmissions = ({ clients }: ClusterResult): number =>
  clients.reduce((sum, { requests }) => sum + requests.retransmissions, 0);

/** Why replicas refused requests, in the order of the alphabet. */
export const rejections = ({ clients }: ClusterResult): readonly string[] =>
  [...new Set(clients.flatMap(({ requests }) => [...requests.rejections.keys()]))].sort();

/** The replicas whose state no failure sets. */
export const correct = ({ observer }: ClusterResult): readonly ReplicaRecord[] =>
  observer.replicas.filter(({ node }) => node.honest);
