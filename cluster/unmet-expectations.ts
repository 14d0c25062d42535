/** Compares a run with what its config expects. */
import type { ReplicaId } from "../lib/protocol/ids.js";
import { describeFailure } from "./failures/describe-failure.js";
import type { RoundsByReplica } from "./config/expectation.js";
import * as findings from "./findings.js";
import type { ClusterResult } from "./run.js";

/** One sentence for each expectation that is not met. */
export function unmetExpectations(result: ClusterResult): readonly string[] {
  const { expectation } = result.config;
  if (expectation === undefined) return [];
  const { synced, failedRounds, outOfTurn, skippedRounds, ...rest } = expectation;
  return [
    ...idleFailures(result),
    ...differing("synced", byReplica(synced), byReplica(findings.synced(result))),
    ...differing("failedRounds", listed(failedRounds), listed(findings.failedRounds(result))),
    ...differing("outOfTurn", byReplica(outOfTurn), byReplica(findings.outOfTurn(result))),
    ...differing("skippedRounds", byReplica(skippedRounds), skippedBy(result, skippedRounds)),
    ...differing("restarts", times(rest.restarts), times(findings.restarts(result))),
    ...differing("retransmissions", rest.retransmissions, findings.retransmissions(result)),
    ...differing("rejected", listed(rest.rejected), listed(findings.rejections(result))),
  ];
}

function idleFailures({ config, hits }: ClusterResult): readonly string[] {
  return config.failures.list.flatMap((failure, i) =>
    hits[i] === 0 ? [`a failure hit nothing: ${describeFailure(failure)}`] : [],
  );
}

type Shown = string | number | undefined;

const differing = (what: string, expected: Shown, found: Shown): readonly string[] =>
  expected === undefined || expected === found
    ? []
    : [`expected ${what}: ${expected}, and found: ${found}`];

const NOTHING = "none";

const listed = (items: readonly (string | number)[] | undefined): string | undefined =>
  items?.length === 0 ? NOTHING : items?.join(", ");

function byReplica(rounds: RoundsByReplica | undefined): string | undefined {
  if (rounds === undefined) return undefined;
  const parts = [...rounds].sort(([a], [b]) => (a < b ? -1 : 1));
  return parts.length === 0
    ? NOTHING
    : parts.map(([name, list]) => `${name} in ${listed(list)}`).join("; ");
}

function times(counts: ReadonlyMap<ReplicaId, number> | undefined): string | undefined {
  if (counts === undefined) return undefined;
  const parts = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return parts.length === 0 ? NOTHING : parts.map(([name, n]) => `${name} ${n}x`).join("; ");
}

/** Of the replicas that an expectation names. */
function skippedBy({ observer }: ClusterResult, named: RoundsByReplica | undefined) {
  const records = observer.replicas.filter(({ node }) => named?.has(node.replica) === true);
  return byReplica(
    new Map(records.map((record) => [record.node.replica, findings.skippedRounds(record)])),
  );
}
