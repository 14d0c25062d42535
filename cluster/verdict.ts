/** The verdict on a cluster run: workloads, ledgers, properties and expectations. */
import { crashWords } from "../lib/simulation/world.js";
import { requestOf } from "../lib/protocol/host/client.js";
import type { LedgerEntry } from "../lib/protocol/host/ledger.js";
import type { Client } from "./clients/client.js";
import { describeFailure } from "./failures/describe-failure.js";
import { unmetExpectations } from "./unmet-expectations.js";
import type { ClusterResult } from "./run.js";
import { correct } from "./findings.js";

/** Whether a run passed, and what is to be said about it. */
export interface ClusterVerdict {
  readonly passed: boolean;
  /** One sentence for each thing that should not be: for whom, and at which virtual time. */
  readonly problems: readonly string[];
  /** Warnings, independent of the verdict. */
  readonly warnings: readonly string[];
}

/** Passed: every workload finished in time, every property held, and all expected was shown. */
export function verdictOf(result: ClusterResult): ClusterVerdict {
  const problems = [
    ...violations(result),
    ...broken(result),
    ...unfinished(result),
    ...unanswered(result),
    ...lagging(result),
    ...ordering(result),
    ...unmetExpectations(result),
  ];
  return { passed: problems.length === 0, problems, warnings: warningsOf(result) };
}

function violations({ verdicts }: ClusterResult): readonly string[] {
  return [...verdicts].flatMap(([name, verdict]) =>
    verdict.status === "violated"
      ? [`${name} is violated: ${verdict.witness.explanation.join("; ")}`]
      : [],
  );
}

function broken({ ending, at }: ClusterResult): readonly string[] {
  return ending.kind === "crashed" ? [`crashed at ${at} ms: ${crashWords(ending)}`] : [];
}

function unfinished({ clients, at }: ClusterResult): readonly string[] {
  return clients.flatMap((client) => {
    const { progress, requests, workload } = client;
    if (progress.kind === "done") return [];
    const left = workload.count - requests.answeredEver;
    const when =
      progress.kind === "gave-up"
        ? `when its timeout passed at ${progress.at} ms`
        : `at the end of the run at ${at} ms`;
    return [
      `${client.id} (${workload.type}): ${left} of ${workload.count} requests unanswered ${when}`,
    ];
  });
}

/** A protocol of a user may not handle requests at all. */
function unanswered({ clients, config, ending }: ClusterResult): readonly string[] {
  if (config.loaded === undefined || ending.kind === "crashed") return [];
  if (clients.some(({ requests }) => requests.answeredEver > 0)) return [];
  return [
    `no request was answered: ${config.protocol} must handle events of kind "request", and reply`,
  ];
}

function lagging(result: ClusterResult): readonly string[] {
  const most = Math.max(...correct(result).map(({ blocks }) => blocks));
  return correct(result).flatMap(({ node, blocks }) =>
    blocks === most
      ? []
      : [`${node.id} had committed ${blocks} of ${most} blocks by the end at ${result.at} ms`],
  );
}

/** Every answered request is in every correct ledger that does not lag, and none is there twice. */
function ordering(result: ClusterResult): readonly string[] {
  const most = Math.max(...result.ledgers.map(({ entries }) => entries.length));
  return result.ledgers.flatMap(({ node, entries }) => {
    if (!node.honest) return [];
    const ordered = new Map<string, number>();
    for (const name of namesIn(entries)) ordered.set(name, (ordered.get(name) ?? 0) + 1);
    const twice = [...ordered].filter(([, times]) => times > 1).map(([name]) => name);
    const absent = result.clients.flatMap((client) =>
      client.progress.kind === "done" && entries.length === most ? absentOf(client, ordered) : [],
    );
    return [
      ...twice.map((name) => `${node.id} ordered ${name} more than once`),
      ...absent.map((name) => `${node.id} has not ordered ${name}, which was answered`),
    ];
  });
}

const namesIn = (entries: readonly LedgerEntry[]): readonly string[] =>
  entries.flatMap(({ transactions }) =>
    transactions.map((transaction) => requestOf(transaction)?.id ?? "something not requested"),
  );

function absentOf({ id, workload }: Client, ordered: ReadonlyMap<string, number>) {
  const absent: string[] = [];
  for (let sequence = 1; sequence <= workload.count; sequence++) {
    if (!ordered.has(`${id}.${sequence}`)) absent.push(`${id}.${sequence}`);
  }
  return absent;
}

function warningsOf({ config, hits, observer, repairs = [] }: ClusterResult): readonly string[] {
  const byzantine = observer.replicas.filter(({ node }) => !node.honest).length;
  const tooMany =
    byzantine > config.faulty
      ? [
          `failures set the state of ${byzantine} replicas, more than the ${config.faulty} that ` +
            "the protocol tolerates",
        ]
      : [];
  const idle = config.failures.list.flatMap((failure, i) =>
    hits[i] === 0 ? [`a failure hit nothing: ${describeFailure(failure)}`] : [],
  );
  const torn = repairs.map((file) => `${file}: a torn last line was cut off`);
  return [...tooMany, ...torn, ...(config.expectation === undefined ? idle : [])];
}
