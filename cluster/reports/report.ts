/** Prints the report of a cluster run: verdict, clients, replicas and failures. */
import type { Style } from "../../io/terminal/style.js";
import { counted, grouped } from "../../io/terminal/text.js";
import { chart } from "./chart.js";
import type { Client } from "../clients/client.js";
import { describeFailure } from "../failures/describe-failure.js";
import { allButFirst, tabulated } from "../../io/terminal/table.js";
import { correct, failedRounds, leaders } from "../findings.js";
import { spread } from "../latency.js";
import type { ClusterResult } from "../run.js";
import { verdictOf } from "../verdict.js";

const INDENT = "      ";

/** One line: whether it passed, and when it was over. */
export function summaryLine(name: string, result: ClusterResult, style: Style): string {
  const { passed } = verdictOf(result);
  const { description } = result.config;
  const mark = passed ? style.good("ok  ") : style.bad("FAIL");
  const what = description === undefined ? "" : `  ${style.faint(description)}`;
  return `${mark}  ${style.strong(name)}${what}`;
}

/** Problems and warnings. */
export function problemLines(result: ClusterResult, style: Style): readonly string[] {
  const { problems, warnings } = verdictOf(result);
  return [
    ...problems.map((problem) => `${INDENT}${style.bad("problem")}  ${problem}`),
    ...warnings.map((warning) => `${INDENT}${style.warn("warning")}  ${warning}`),
  ];
}

/** All of it. */
export function fullReport(name: string, result: ClusterResult, style: Style): readonly string[] {
  return [
    summaryLine(name, result, style),
    ...problemLines(result, style),
    ...indented([configLine(result), ledgerLine(result), propertyLine(result)]),
    ...section("clients", clientTable(result), style),
    ...section("replicas", replicaTable(result), style),
    ...section("failures", failureTable(result), style),
    ...section("transactions committed over virtual time", chart(result), style),
  ];
}

const indented = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => `${INDENT}${line}`);

const section = (title: string, lines: readonly string[], style: Style): readonly string[] =>
  lines.length === 0 ? [] : ["", ...indented([style.strong(title), ...lines])];

function configLine({ config, at, events }: ClusterResult): string {
  const { replicas, faulty, delta, crypto, seed } = config;
  const size = `${counted(replicas.length, "replica")}, f = ${faulty}, Δ = ${delta} ms, ${crypto}`;
  return `${size}, seed ${seed}; over at ${grouped(at)} ms after ${counted(events, "event")}`;
}

function ledgerLine(result: ClusterResult): string {
  const all = correct(result);
  const [first] = all;
  if (first === undefined) return "no replica is correct";
  if (all.some(({ tip }) => tip !== first.tip)) return "the correct replicas' ledgers differ";
  const transactions = counted(first.transactions, "transaction");
  const content = `${counted(first.blocks, "block")}, ${transactions}`;
  return `the ${counted(all.length, "correct replica")} hold the same ledger: ${content}`;
}

function propertyLine({ verdicts }: ClusterResult): string {
  const named = (status: string) =>
    [...verdicts].flatMap(([name, verdict]) => (verdict.status === status ? [name] : []));
  return ["held", "violated", "vacuous"]
    .flatMap((status) => {
      const names = named(status);
      return names.length === 0 ? [] : [`${status}: ${names.join(", ")}`];
    })
    .join("; ");
}

function clientTable({ clients }: ClusterResult): readonly string[] {
  const head = ["", "workload", "answered", "again", "refused", "latency ms", "", "", "finished"];
  const kinds = ["", "", "", "", "", "least", "median", "most", ""];
  return tabulated([head, kinds, ...clients.map(clientRow)], allButFirst);
}

function clientRow({ id, workload, requests, progress }: Client): readonly string[] {
  const { least, median, most } = spread(requests.latencies);
  const refused = [...requests.rejections.values()].reduce((sum, times) => sum + times, 0);
  const finished = progress.kind === "working" ? "no" : `${progress.kind} at ${progress.at}`;
  return [
    id,
    workload.type,
    `${requests.answeredEver}/${workload.count}`,
    String(requests.retransmissions),
    String(refused),
    least,
    median,
    most,
    finished,
  ];
}

function replicaTable(result: ClusterResult): readonly string[] {
  const led = [...leaders(result).values()];
  const head = [
    "",
    "round",
    "blocks",
    "transactions",
    "led",
    "proposals",
    "votes",
    "timeouts",
    "syncs",
    "fetched",
    "restarts",
  ];
  const rows = result.observer.replicas.map((record) => [
    `${record.node.id}${record.node.honest ? "" : " (Byzantine)"}`,
    ...[
      record.round,
      record.blocks,
      record.transactions,
      led.filter((leader) => leader === record.node.replica).length,
      record.proposals,
      record.votes,
      record.timeouts,
      record.syncs,
      record.fetched.length,
      record.incidents.get("restarted") ?? 0,
    ].map(String),
  ]);
  const failed = failedRounds(result);
  const rounds = failed.length === 0 ? "none" : failed.join(", ");
  return [
    ...tabulated([head, ...rows], allButFirst),
    `rounds that ended without a certificate: ${rounds}`,
  ];
}

function failureTable({ config, hits }: ClusterResult): readonly string[] {
  return config.failures.list.map(
    (failure, i) => `${String(hits[i] ?? 0).padStart(5)}x  ${describeFailure(failure)}`,
  );
}
