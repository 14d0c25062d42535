/** What is made of the traces of single runs: pages, diagrams, and traces for model checkers. */
import type { PageData, PageRun } from "../../../viewer/data/page-data.js";
import { pack } from "../../../viewer/data/pack.js";
import { readTrace } from "../../../viewer/data/read-trace.js";
import { itfTrace } from "../../../viewer/export/itf.js";
import { mermaidLines } from "../../../viewer/export/mermaid.js";
import { runOf } from "../../../viewer/model/run.js";
import type { Case, RunConfig } from "../../config/config.js";
import { traceCase } from "../../run/trace-case.js";

/** A run as a page has it. */
export const pageRun = (lines: readonly string[], about: Omit<PageRun, "trace">): PageRun => ({
  ...about,
  trace: pack(readTrace(lines)),
});

/** The page of a run. */
export const runPage = (run: PageRun): PageData => ({
  ...{ format: "twins-page", version: 1 },
  runs: [run],
});

/** The page of a run with injected bugs, beside the same scenario without them. */
export function comparisonPage(run: PageRun, correct: PageRun): PageData {
  return { ...runPage(run), runs: [run, correct], compare: true };
}

/** The lines of a case's trace by the correct rules: without any injected bug. */
export const correctTrace = (run: RunConfig, each: Case, tool: string): readonly string[] =>
  traceCase({ ...run, bugs: [] }, { ...each, bugs: [] }, { tool, isVerified: false }).trace;

/** The lines of a sequence diagram of a run, from those of its trace. */
export const mermaidOf = (lines: readonly string[]): readonly string[] =>
  mermaidLines(runOf(readTrace(lines)));

/** A run in the Informal Trace Format, from the lines of its trace. */
export const itfText = (lines: readonly string[]): string =>
  `${JSON.stringify(itfTrace(runOf(readTrace(lines))))}\n`;
