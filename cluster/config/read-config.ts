/** Reads a cluster config: checks it, reports every problem, and fills in defaults. */
import type { ChosenProtocol } from "../../io/protocols/choose.js";
import { replicaId } from "../../lib/protocol/ids.js";
import { maxFaulty } from "../../lib/protocol/validators.js";
import { accepted, refused } from "../../lib/scenario/input/problem.js";
import type { Read } from "../../lib/scenario/input/problem.js";
import { problemsOf } from "../../lib/scenario/input/zod-problems.js";
import type { ClusterConfig, Delay, Failure, Fault, Party, Rounds } from "./config.js";
import { CLUSTER_CONFIG } from "./config-schema.js";
import type { ClusterConfigDocument, FailureDocument } from "./config-schema.js";
import { conflicts } from "./conflicts.js";
import type { ClusterExpectation, RoundsByReplica } from "./expectation.js";
import { replicaNames } from "../names.js";

/**
 * Reads a cluster config: the config, or every problem with its path. `freshSeed` draws a seed for
 * a config that names none. It is of the protocol that it names, which must be built in, unless
 * another is given instead.
 */
export function readConfig(
  document: unknown,
  freshSeed: () => string,
  instead?: ChosenProtocol,
): Read<ClusterConfig> {
  const result = CLUSTER_CONFIG.safeParse(document);
  const problems = [
    ...(result.success ? [] : problemsOf(result.error, document)),
    ...conflicts(document, instead),
  ];
  if (!result.success || problems.length > 0) return refused(problems);
  return accepted({ ...configFrom(result.data, freshSeed), ...instead });
}

function configFrom(document: ClusterConfigDocument, freshSeed: () => string): ClusterConfig {
  const { replicas: n, failures, election } = document;
  const faulty = document.faulty ?? maxFaulty(n);
  const seed = String(document.seed ?? freshSeed());
  return {
    description: document.description,
    protocol: document.protocol,
    bugs: document.bugs,
    replicas: replicaNames(n),
    faulty,
    delta: document.transmissionDelayBound,
    delay: delayFrom(document),
    deadline: document.deadline,
    mempool: document.mempool,
    election: { window: election.window, exclude: election.exclude ?? faulty },
    workloads: document.workloads,
    seed,
    failures: { seed: String(failures.seed ?? seed), list: failures.list.map(failureFrom) },
    crypto: document.crypto,
    expectation: document.expect === undefined ? undefined : expectationFrom(document.expect),
  };
}

/** The share of Δ that a message takes when nothing is said. */
const TENTH = 10;

function delayFrom({ delay, transmissionDelayBound }: ClusterConfigDocument): Delay {
  if (delay === undefined) return { kind: "fixed", ms: Math.ceil(transmissionDelayBound / TENTH) };
  if ("fixed" in delay) return { kind: "fixed", ms: delay.fixed };
  const [min, max] = delay.uniform;
  return { kind: "uniform", min, max };
}

function failureFrom(failure: FailureDocument): Failure {
  const { src, dest, msgType, round, prob } = failure;
  const affected = { src: partyFrom(src), dest: partyFrom(dest), msgType, prob };
  return { ...affected, rounds: roundsFrom(round), fault: faultFrom(failure) };
}

const partyFrom = (name: string): Party =>
  name === "_" || name === "leader" ? name : replicaId(name);

function roundsFrom(round: FailureDocument["round"]): Rounds {
  if (round === "_") return { kind: "any" };
  if ("from" in round) return { kind: "range", ...round };
  return { kind: "list", rounds: new Set(round) };
}

function faultFrom(failure: FailureDocument): Fault {
  switch (failure.type) {
    case "loss":
      return { type: "loss" };
    case "delay":
      return { type: "delay", ms: failure.val, blocking: failure.blocking };
    case "setAttribute":
      return { type: "setAttribute", attribute: failure.attr, value: failure.val };
    case "restart":
      return { type: "restart", downtime: failure.val };
  }
}

function expectationFrom(expect: NonNullable<ClusterConfigDocument["expect"]>): ClusterExpectation {
  const { synced, outOfTurn, skippedRounds, restarts, ...rest } = expect;
  return {
    ...rest,
    synced: byReplica(synced),
    outOfTurn: byReplica(outOfTurn),
    skippedRounds: byReplica(skippedRounds),
    restarts: restarts === undefined ? undefined : new Map(entriesOf(restarts)),
  };
}

const byReplica = (rounds: Readonly<Record<string, number[]>> | undefined) =>
  rounds === undefined ? undefined : (new Map(entriesOf(rounds)) satisfies RoundsByReplica);

const entriesOf = <T>(values: Readonly<Record<string, T>>) =>
  Object.entries(values).map(([name, value]) => [replicaId(name), value] as const);
