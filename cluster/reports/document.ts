/** Builds the JSON document of a cluster run (`--json`). */
import type { Millis } from "../../lib/protocol/ids.js";
import type { Client, ClientProgress } from "../clients/client.js";
import { describeFailure } from "../failures/describe-failure.js";
import * as findings from "../findings.js";
import type { RoundsByReplica } from "../config/expectation.js";
import { quantile } from "../latency.js";
import type { ClusterResult } from "../run.js";
import type { Point, ReplicaRecord } from "../observer.js";
import { verdictOf } from "../verdict.js";
import type { ClusterVerdict } from "../verdict.js";

/** The one document of `--json`. */
export interface ClusterDocument {
  readonly passed: boolean;
  readonly runs: readonly RunDocument[];
}

/** One run. */
export interface RunDocument extends ClusterVerdict {
  readonly name: string;
  readonly seed: string;
  readonly crypto: string;
  readonly ending: string;
  /** Virtual time at the end, in milliseconds. */
  readonly at: Millis;
  readonly events: number;
  readonly properties: Readonly<Record<string, string>>;
  readonly failedRounds: readonly number[];
  readonly synced: Readonly<Record<string, readonly number[]>>;
  readonly outOfTurn: Readonly<Record<string, readonly number[]>>;
  /** Who led each round. */
  readonly leaders: Readonly<Record<number, string>>;
  readonly clients: readonly ClientDocument[];
  readonly replicas: readonly ReplicaDocument[];
  readonly failures: readonly { readonly failure: string; readonly hits: number }[];
  /** By when the furthest correct replica had committed how many transactions. */
  readonly committed: readonly Point[];
}

/** One client; latencies are in virtual milliseconds, null where nothing was answered. */
export interface ClientDocument {
  readonly id: string;
  readonly workload: string;
  readonly requests: number;
  readonly answered: number;
  readonly retransmissions: number;
  /** How often, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  readonly progress: ClientProgress;
  readonly latency: Readonly<Record<"least" | "median" | "p95" | "most", Millis | null>>;
}

/** One replica. */
export interface ReplicaDocument {
  readonly id: string;
  /** No failure sets its state. */
  readonly correct: boolean;
  readonly round: number;
  readonly blocks: number;
  readonly transactions: number;
  readonly lastBlock: string | null;
  readonly proposals: number;
  readonly votes: number;
  readonly timeouts: number;
  readonly syncs: number;
  /** Rounds of committed blocks whose proposals it never received. */
  readonly fetched: readonly number[];
  readonly incidents: Readonly<Record<string, number>>;
  /** How often it refused messages, by reason. */
  readonly refusals: Readonly<Record<string, number>>;
}

const MEDIAN = 1 / 2;
const NINETY_FIFTH = 0.95;

/** A run as `--json` says it. Equal configs give equal documents. */
export function runDocument(name: string, result: ClusterResult): RunDocument {
  const { config, observer, clients, verdicts } = result;
  return {
    name,
    ...verdictOf(result),
    seed: config.seed,
    crypto: config.crypto,
    ending: result.ending.kind,
    at: result.at,
    events: result.events,
    properties: Object.fromEntries([...verdicts].map(([each, { status }]) => [each, status])),
    failedRounds: findings.failedRounds(result),
    synced: byName(findings.synced(result)),
    outOfTurn: byName(findings.outOfTurn(result)),
    leaders: Object.fromEntries(findings.leaders(result)),
    clients: clients.map(clientDocument),
    replicas: observer.replicas.map(replicaDocument),
    failures: config.failures.list.map((failure, i) => ({
      failure: describeFailure(failure),
      hits: result.hits[i] ?? 0,
    })),
    committed: observer.curve,
  };
}

const clientDocument = ({ id, workload, requests, progress }: Client): ClientDocument => ({
  id,
  workload: workload.type,
  requests: workload.count,
  answered: requests.answeredEver,
  retransmissions: requests.retransmissions,
  refused: Object.fromEntries(requests.rejections),
  progress,
  latency: {
    least: quantile(requests.latencies, 0),
    median: quantile(requests.latencies, MEDIAN),
    p95: quantile(requests.latencies, NINETY_FIFTH),
    most: quantile(requests.latencies, 1),
  },
});

const replicaDocument = (record: ReplicaRecord): ReplicaDocument => ({
  id: record.node.id,
  correct: record.node.honest,
  round: record.round,
  blocks: record.blocks,
  transactions: record.transactions,
  lastBlock: record.tip ?? null,
  proposals: record.proposals,
  votes: record.votes,
  timeouts: record.timeouts,
  syncs: record.syncs,
  fetched: record.fetched,
  incidents: Object.fromEntries(record.incidents),
  refusals: Object.fromEntries(record.refusals),
});

const byName = (rounds: RoundsByReplica): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(rounds);
