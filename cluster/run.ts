import type { Facts } from "../lib/protocol/facts.js";
import type { LedgerEntry } from "../lib/protocol/ledger.js";
import type { NodeInfo } from "../lib/protocol/occurrence.js";
import { propertiesOf } from "../lib/properties/all.js";
import type { AnyProperty } from "../lib/properties/all.js";
import { judge } from "../lib/properties/judge.js";
import type { Verdicts } from "../lib/properties/judge.js";
import { round } from "../lib/protocol/ids.js";
import { simulate } from "../lib/simulation/simulation.js";
import type { Tracer } from "../lib/simulation/trace.js";
import type { Outcome } from "../lib/simulation/world.js";
import type { Client } from "./clients/client.js";
import type { ClusterConfig } from "./config.js";
import { Failures } from "./failures.js";
import { Observer } from "./observer.js";
import { memoryStorage } from "./storage.js";
import type { Storage } from "./storage.js";
import { stageOf } from "./world.js";

/** Whether it can be judged without a script, which alone tells leaders and networks in advance. */
const isJudged = ({ reads }: AnyProperty): boolean => reads === undefined;

/** More than any run within its deadline takes; bounds what a config can make us compute. */
const MOST_EVENTS = 1_000_000_000;

/** What became of a run. */
export interface ClusterResult extends Outcome {
  readonly config: ClusterConfig;
  readonly verdicts: Verdicts;
  readonly facts: Facts;
  readonly observer: Observer;
  readonly clients: readonly Client[];
  /** How many messages each failure hit. */
  readonly hits: readonly number[];
  readonly ledgers: readonly NodeLedger[];
  /** Files that a crash had torn and that were repaired before the run. */
  readonly repairs?: readonly string[];
}

/** What a node had committed at the end of a run, oldest first. */
export interface NodeLedger {
  readonly node: NodeInfo;
  readonly entries: readonly LedgerEntry[];
}

/** What a run may be given besides its config. */
export interface RunOptions {
  /** Where ledgers, states and answers are kept; in memory when left out. */
  readonly storage?: Storage;
  /** Told of everything that happens between replicas. */
  readonly trace?: Tracer<object>;
}

/** Runs a cluster to its end and judges it. Equal configs give equal results. */
export function runCluster(config: ClusterConfig, options: RunOptions = {}): ClusterResult {
  const { storage = memoryStorage, trace } = options;
  const stage = stageOf(config, storage);
  const { protocol, setting, nodes, clients, links } = stage;
  const bench = judge(propertiesOf(protocol).filter(isJudged), setting);
  const observer = new Observer(setting.nodes, protocol);
  const failures = new Failures(config, protocol);
  const outcome = simulate<object, object>({
    protocol,
    nodes,
    links,
    lastRound: round(Number.MAX_SAFE_INTEGER),
    limits: { events: MOST_EVENTS, time: config.deadline },
    hospitality: { guests: clients, delay: stage.clientDelay },
    interfere(sending) {
      observer.sending(sending);
      return failures.interfere(sending);
    },
    until: () => clients.every(isThrough) && holdTheSame(observer),
    judge: (occurrence) => {
      bench.tell(occurrence);
      observer.occurred(occurrence);
    },
    trace: (entry) => {
      observer.traced(entry);
      trace?.(entry);
    },
    incident: (incident) => {
      observer.befell(incident);
    },
  });
  return {
    ...outcome,
    config,
    verdicts: bench.verdicts({ how: outcome.ending.kind, at: outcome.at }),
    facts: bench.facts,
    observer,
    clients,
    hits: failures.hits,
    ledgers: nodes.map(({ info, ledger }) => ({ node: info, entries: ledger.entries() })),
  };
}

const isThrough = ({ progress }: Client): boolean => progress.kind !== "working";

/** Whether all correct replicas have committed the same: by agreement, if their last blocks are. */
function holdTheSame({ replicas }: Observer): boolean {
  const correct = replicas.filter(({ node }) => node.honest);
  return correct.every(({ tip }) => tip === correct[0]?.tip);
}
