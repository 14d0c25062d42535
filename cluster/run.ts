/** Runs one cluster config in the simulator and returns its result. */
import type { Facts } from "../lib/protocol/judging/facts.js";
import type { LedgerEntry } from "../lib/protocol/host/ledger.js";
import type { NodeInfo } from "../lib/protocol/judging/observed-event.js";
import { propertiesOf } from "../lib/properties/all.js";
import type { AnyProperty } from "../lib/properties/all.js";
import { judge } from "../lib/properties/judge.js";
import type { Verdicts } from "../lib/properties/judge.js";
import { round } from "../lib/protocol/ids.js";
import { simulate } from "../lib/simulation/simulation.js";
import type { Tracer } from "../lib/simulation/trace.js";
import { judgedEnding } from "../lib/simulation/world.js";
import type { Outcome } from "../lib/simulation/world.js";
import type { Client } from "./clients/client.js";
import type { ClusterConfig } from "./config/config.js";
import { Failures } from "./failures/failures.js";
import { Observer } from "./observer.js";
import { memoryStorage } from "./storage/storage.js";
import type { Storage } from "./storage/storage.js";
import { setupCluster } from "./world.js";

/**
 * Whether the property can be judged without a script, which fixes leaders and links in advance.
 */
const isJudged = ({ reads }: AnyProperty): boolean => reads === undefined;

/** More than any run within its deadline takes; bounds what a config can make us compute. */
const MOST_EVENTS = 1_000_000_000;

/** The result of a run. */
export interface ClusterResult extends Outcome {
  readonly config: ClusterConfig;
  readonly verdicts: Verdicts;
  readonly facts: Facts;
  readonly observer: Observer;
  readonly clients: readonly Client[];
  /** How many messages each failure hit. */
  readonly hits: readonly number[];
  readonly ledgers: readonly ReplicaLedger[];
  /** Files that a crash had torn and that were repaired before the run. */
  readonly repairs?: readonly string[];
}

/** The committed entries of a node at the end of a run, oldest first. */
export interface ReplicaLedger {
  readonly node: NodeInfo;
  readonly entries: readonly LedgerEntry[];
}

/** Inputs of a run besides its config. */
export interface ClusterRunOptions {
  /** Where ledgers, states and answers are kept; in memory when left out. */
  readonly storage?: Storage;
  /** Told of everything that happens between replicas. */
  readonly trace?: Tracer<object>;
}

/** Runs a cluster to its end and judges it. Equal configs give equal results. */
export function runCluster(config: ClusterConfig, options: ClusterRunOptions = {}): ClusterResult {
  const { storage = memoryStorage, trace } = options;
  const setup = setupCluster(config, storage);
  const { protocol, runInfo, nodes, clients, links } = setup;
  const monitor = judge(propertiesOf(protocol).filter(isJudged), runInfo);
  const observer = new Observer(runInfo.nodes, protocol);
  const failures = new Failures(config, protocol);
  const outcome = simulate<object, object>({
    protocol,
    nodes,
    links,
    lastRound: round(Number.MAX_SAFE_INTEGER),
    freezeMessages: config.loaded !== undefined,
    limits: { events: MOST_EVENTS, time: config.deadline },
    clientSettings: { clients, delay: setup.clientDelay },
    injectFault(outgoing) {
      observer.onSend(outgoing);
      return failures.injectFault(outgoing);
    },
    until: () => clients.every(isDone) && ledgersAgree(observer),
    judge: (observed) => {
      monitor.observe(observed);
      observer.onEvent(observed);
    },
    trace: (entry) => {
      observer.onTrace(entry);
      trace?.(entry);
    },
    onIncident: (incident) => {
      observer.onIncident(incident);
    },
  });
  const verdicts = monitor.verdicts({ ending: outcome.ending.kind, at: outcome.at });
  return {
    ...outcome,
    ending: judgedEnding(outcome.ending, monitor.failure),
    config,
    verdicts,
    facts: monitor.facts,
    observer,
    clients,
    hits: failures.hits,
    ledgers: nodes.map(({ info, ledger }) => ({ node: info, entries: ledger.entries() })),
  };
}

const isDone = ({ progress }: Client): boolean => progress.kind !== "working";

/** Whether all correct replicas have committed the same: by agreement, if their last blocks are. */
function ledgersAgree({ replicas }: Observer): boolean {
  const correct = replicas.filter(({ node }) => node.honest);
  return correct.every(({ tip }) => tip === correct[0]?.tip);
}
