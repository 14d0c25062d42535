/** Traces for tests of the viewer: of shipped cases, and written by hand. */
import { fileURLToPath } from "node:url";
import { loadWork } from "../../executor/sources/load.js";
import { traceCase } from "../../executor/run/trace-case.js";
import { readTrace } from "../../viewer/data/read-trace.js";
import { runOf } from "../../viewer/model/run.js";
import type { Run } from "../../viewer/model/run.js";

/** The lines of the trace of a case of a shipped config. */
export async function traceOfCase(config: string, name: string): Promise<readonly string[]> {
  const file = fileURLToPath(new URL(`../../executor-configs/${config}.json`, import.meta.url));
  const { run, work } = await loadWork(file, undefined, {});
  const cases = work.kind === "cases" ? work.cases : [];
  const each = cases.find(({ scenario }) => scenario.id === name);
  if (each === undefined) throw new Error(`${config} has no case ${name}`);
  return traceCase(run, each, { tool: "1.2.3", isVerified: false }).trace;
}

/** The lines of the trace in which honest nodes commit different blocks. */
export const forkTrace = (): Promise<readonly string[]> =>
  traceOfCase("small_quorum_bug", "equivocating_with_bug");

/** A run by hand: nodes a, b and c, and a', a twin of a. */
export function runBy(events: readonly object[], result: object = {}): Run {
  const nodes = ["a", "b", "c", "a'"].map((node) => ({
    node,
    replica: node.charAt(0),
    honest: !node.startsWith("a"),
  }));
  const header = { format: "twins-trace", version: 3, tool: "1", id: "by hand", nodes, rounds: [] };
  const end = { id: "by hand", verdict: "held", properties: {}, ...result };
  return runOf(readTrace([header, ...events, end].map((line) => JSON.stringify(line))));
}

/** A message about a block. */
export const message = (type: string, block: string, parent = "genesis"): object => ({
  ...{ type, round: 1, block, parent, certificates: [] },
});
