/**
 * The public exports of twins-bft/cluster: what twins-cluster does, as functions. Runs a cluster
 * with clients and injected failures, and judges it.
 *
 * @module twins-bft/cluster
 */
export { Client } from "./clients/client.js";
export type { ClientProgress } from "./clients/client.js";
export type { ClientContext, Requests } from "./clients/requests.js";
export type {
  AnyWorkload,
  ClusterConfig,
  Delay,
  Failure,
  Fault,
  Party,
  Rounds,
  Workload,
} from "./config/config.js";
export { describeFailure } from "./failures/describe-failure.js";
export { runDocument } from "./reports/document.js";
export type {
  ClientDocument,
  ClusterDocument,
  ReplicaDocument,
  RunDocument,
} from "./reports/document.js";
export type { ClusterExpectation, RoundsByReplica } from "./config/expectation.js";
export { runWithFiles } from "./storage/files.js";
export { failedRounds, leaders, outOfTurn, synced } from "./findings.js";
export { Observer, ReplicaRecord } from "./observer.js";
export type { Point } from "./observer.js";
export { readConfig } from "./config/read-config.js";
export { fullReport } from "./reports/report.js";
export { runCluster } from "./run.js";
export type { ClusterResult, ReplicaLedger, ClusterRunOptions } from "./run.js";
export { memoryStorage } from "./storage/storage.js";
export type { Storage } from "./storage/storage.js";
export type { DiskOwner } from "../lib/simulation/disk.js";
export { verdictOf } from "./verdict.js";
export type { ClusterVerdict } from "./verdict.js";
export type { Style } from "../io/terminal/style.js";
